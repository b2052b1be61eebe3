"""One chunk of one export: some resources of one or more types, in files that are complete when the chunk is noted.

Source: https://hl7.org/fhir/uv/bulkdata/export.html
"""

from collections.abc import Sequence

import msgspec

from cordee.access import Door, ExportDesk
from cordee.exchange.bulk.files import ExportFiles
from cordee.fhir import encode, operation_outcome
from cordee.kernel.errors import CordeeError, Issue
from cordee.kernel.log import get_logger
from cordee.store.exports.export import Export, ExportFile
from cordee.store.exports.exports import ExportClaim
from cordee.store.exports.reading import ExportedRow

KEYS_MAX = 20_000  # candidates looked up at a time
ROWS_MAX = 200  # read at a time
FILE_BYTES = 16 * 1024 * 1024  # a file is closed once it is as large
EMPTY_TYPES_MAX = 20  # types without anything passed over in one chunk

_log = get_logger(__name__)


class _Taken(msgspec.Struct):
    """What a chunk has so far."""

    files: list[ExportFile]
    type_index: int
    done_to: int


class Exporter:
    """Makes exports. Memory holds one file of 16 MiB; a chunk killed anywhere is made again under the same names."""

    def __init__(self, desk: ExportDesk, files: ExportFiles, keep_hours: int) -> None:
        self._keep_hours = keep_hours
        self._desk = desk
        self._files = files

    async def advance(self) -> bool:
        """Make one chunk of one export; return whether there was any."""
        async with self._desk.exports.claim() as claim:
            if claim is None:
                return False
            export = claim.export
            door = await self._desk.door(export.account_id)
            if door is None:
                await claim.end("failed", self._keep_hours, "The account is gone.")
                return True
            try:
                await self._chunk(claim, door)
            except CordeeError as error:
                _log.warning("export failed", export=export.id, code=error.code)
                await claim.end("failed", self._keep_hours, error.message_en)
        return True

    async def sweep(self) -> None:
        """Delete the files of exports cancelled or expired, then forget them."""
        for id_ in await self._desk.exports.left():
            await self._files.delete(id_)
            await self._desk.exports.forget(id_)

    async def _chunk(self, claim: ExportClaim, door: Door) -> None:
        export = claim.export
        taken = _Taken([], export.type_index, export.done_to)
        for _ in range(EMPTY_TYPES_MAX):
            if taken.files or taken.type_index >= len(export.types):
                break
            await self._fill(export, door, taken)
        is_last = taken.type_index >= len(export.types)
        if is_last and export.warnings:
            taken.files.append(await self._warned(export))
        await claim.advance(taken.files, taken.type_index, taken.done_to)
        if is_last:
            await claim.end("done", self._keep_hours)

    async def _fill(self, export: Export, door: Door, taken: _Taken) -> None:
        """Write one file of the type at hand, as far as it goes, and move on to the next type when it is through."""
        type_ = export.types[taken.type_index]
        lines: list[bytes] = []
        size, done_to, is_through = 0, taken.done_to, False
        while size < FILE_BYTES and not is_through:
            keys = await door.export_keys(export, type_, done_to, KEYS_MAX)
            is_through = len(keys) < KEYS_MAX
            for start in range(0, len(keys), ROWS_MAX):
                group = keys[start : start + ROWS_MAX]
                for row in await self._wanted(export, door, type_, group):
                    lines.append(row.content)
                    size += len(row.content) + 1
                done_to = group[-1]
                if size >= FILE_BYTES:
                    is_through = is_through and group[-1] == keys[-1]
                    break
        if lines:
            taken.files.append(await self._written(export, type_, lines))
        taken.type_index += is_through
        taken.done_to = 0 if is_through else done_to

    async def _wanted(self, export: Export, door: Door, type_: str, keys: Sequence[int]) -> list[ExportedRow]:
        rows = await door.export_rows(export, type_, keys)
        criteria = export.filters.get(type_)
        if not criteria or not rows:
            return rows
        ids = [row.id for row in rows]
        found = {id_ for one in criteria for id_ in await door.matching(one, ids)}
        return [row for row in rows if row.id in found]

    async def _written(self, export: Export, type_: str, lines: list[bytes]) -> ExportFile:
        content = b"\n".join(line.replace(b"\n", b" ") for line in lines) + b"\n"
        name = f"{export.chunks:06d}.{type_}.ndjson"
        await self._files.put(export.id, name, content)
        return ExportFile(name, "output", type_, len(lines), len(content))

    async def _warned(self, export: Export) -> ExportFile:
        lines = [encode(operation_outcome([_warning(text)])) for text in export.warnings]
        content = b"\n".join(lines) + b"\n"
        name = "errors.OperationOutcome.ndjson"
        await self._files.put(export.id, name, content)
        return ExportFile(name, "error", "OperationOutcome", len(lines), len(content))


def _warning(text: str) -> Issue:
    return Issue(
        message_fr=f"Ignoré : {text}", message_en=f"Ignored: {text}", code="not-supported", severity="warning"
    )
