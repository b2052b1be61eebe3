"""Contents on their way in and out of the record: scanned, bounded and kept before the transaction, whole when read."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from cordee.fhir import decode, encode
from cordee.fhir.r4 import Binary
from cordee.kernel.log import get_logger
from cordee.store.asker import Asker
from cordee.store.columns import patient_of
from cordee.store.contents import kept as row
from cordee.store.contents.errors import (
    ContentError,
    ContentUnreachableError,
    DamagedContentError,
    InfectedFileError,
    RecordFullError,
    SenderFullError,
)
from cordee.store.contents.keeper import QUARANTINE, Keeper
from cordee.store.contents.scanning import Scanner
from cordee.store.database import Connection, Database
from cordee.store.staged import Kept, Staged
from cordee.store.stored import Page, Stored

RECORD_BYTES_MAX = 2048 * 1024 * 1024  # of one record; of what one sender sent of no record as well
PAGE_BYTES_MAX = 64 * 1024 * 1024  # of contents in one page of results; those beyond are read one by one
THREAD_BYTES_MIN = 1024 * 1024  # hashed in a thread from here

_log = get_logger(__name__)


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a Binary that was read, and the Binary itself without them."""

    binary: Binary
    data: bytes


class Contents:
    """Keeps and reads contents. Without a keeper, everything stays in the rows."""

    def __init__(
        self,
        database: Database,
        keeper: Keeper | None = None,
        scanner: Scanner | None = None,
        record_bytes_max: int = RECORD_BYTES_MAX,
    ) -> None:
        self.keeper = keeper
        self._database = database
        self._scanner = scanner
        self._record_bytes_max = record_bytes_max

    async def keep(
        self, staged: Sequence[Staged], asker: Asker, connection: Connection | None = None
    ) -> None:
        """Keep the contents of the Binaries about to be written, on disk when this returns; once whatever the attempts.

        Inside a transaction, give its connection. Raises InfectedFileError, ScannerSilentError, RecordFullError,
        SenderFullError, ContentNotKeptError: nothing is to be written then; what was kept already is swept away later.
        Cost: nothing when no Binary is written; else one statement, and a write to disk for each large one.
        """
        fresh = [
            one for one in staged if one.type == "Binary" and one.resource is not None and one.kept is None
        ]
        if not fresh:
            return
        found = [(one, content) for one in fresh if (content := _taken(one)) is not None]
        await self._refuse_full(found, asker, connection)
        for one, content in found:
            await self._keep(one, content)

    async def read(self, stored: Stored) -> Content:
        """Return the bytes of a Binary that was read. Raises ContentUnreachableError, DamagedContentError."""
        binary: Binary = stored.resource
        named = row.kept_of(binary)
        if named is None:
            return Content(binary=binary, data=row.bytes_of(binary) or b"")
        return Content(binary=row.without_mark(binary), data=await self._fetch(named))

    async def whole(self, stored: Stored) -> Stored:
        """Return a resource as it is served: a Binary with its bytes. Raises as `read`."""
        if stored.type != "Binary" or row.MARK not in stored.content:
            return stored
        content = await self.read(stored)
        return msgspec.structs.replace(stored, content=encode(row.whole(content.binary, content.data)))

    async def exported(self, content: bytes) -> bytes:
        """Return the JSON of a Binary as it is served. Raises as `read`."""
        if row.MARK not in content:
            return content
        binary: Any = decode(content, "Binary")
        named = row.kept_of(binary)
        return content if named is None else encode(row.whole(binary, await self._fetch(named)))

    async def page(self, found: Page) -> Page:
        """Return a page as it is served. What is out of reach, damaged, or beyond a page's bytes says so itself."""
        if not any(_is_away(one) for one in (*found.rows, *found.included)):
            return found
        rows = await self.several(found.rows)
        included = await self.several(found.included)
        return msgspec.structs.replace(found, rows=rows, included=included)

    async def several(self, rows: Iterable[Stored]) -> list[Stored]:
        """Return several resources as they are served; see `page`."""
        served, left = [], PAGE_BYTES_MAX
        for one in rows:
            if not _is_away(one):
                served.append(one)
                continue
            told, left = await self._within(one, left)
            served.append(told)
        return served

    async def _within(self, stored: Stored, left: int) -> tuple[Stored, int]:
        binary: Binary = stored.resource
        named = row.kept_of(binary)
        if named is None:
            return stored, left
        if named.byte_count > left:
            binary = row.without(binary, "temp-unknown")
        else:
            left -= named.byte_count
            try:
                binary = row.whole(binary, await self._fetch(named))
            except ContentError:
                binary = row.without(binary, "error")
        return msgspec.structs.replace(stored, content=encode(binary)), left

    async def _fetch(self, named: Kept) -> bytes:
        if self.keeper is None:
            raise ContentUnreachableError
        content = await self.keeper.get(named.address)
        if await _hash(content) != named.sha256:
            _log.error("content damaged", address=named.address)
            raise DamagedContentError
        return content

    async def _keep(self, one: Staged, content: bytes) -> None:
        digest = await _hash(content)
        if self._scanner is not None and (threat := await self._scanner.threat(content)):
            if self.keeper is not None:
                await self.keeper.put(content, digest, beside=QUARANTINE)
            _log.warning("file set aside", threat=threat)
            raise InfectedFileError(threat)
        if self.keeper is None or len(content) <= row.INLINE_BYTES_MAX:
            one.kept = Kept("", digest, len(content))
            return
        address = await self.keeper.put(content, digest)
        kept = Kept(address, digest, len(content))
        one.whole = one.resource
        one.resource = row.marked(one.resource, kept)
        one.kept = kept

    async def _refuse_full(
        self, found: list[tuple[Staged, bytes]], asker: Asker, connection: Connection | None
    ) -> None:
        """Raise RecordFullError for a record that would hold too much; who may not see it learns nothing of it.

        SenderFullError: the asker would have sent too much that is of no record.
        """
        if asker.is_system:
            return
        added: dict[str, int] = {}
        for one, content in found:
            patient_id = patient_of(one.resource, "Binary")
            added[patient_id or ""] = added.get(patient_id or "", 0) + len(content)
        for patient_id, byte_count in added.items():
            if await self._held(patient_id, asker, connection) + byte_count > self._record_bytes_max:
                full = RecordFullError if patient_id else SenderFullError
                raise full(self._record_bytes_max)

    async def _held(self, patient_id: str, asker: Asker, connection: Connection | None) -> int:
        if connection is not None:
            return await _record_bytes(connection, patient_id)
        async with self._database.connection(asker) as lent:
            return await _record_bytes(lent, patient_id)


async def _record_bytes(connection: Connection, patient_id: str) -> int:
    """Return what a record holds; without one, what the asker sent of no record."""
    text = b"SELECT record_bytes(%s)" if patient_id else b"SELECT sender_bytes()"
    found = await (await connection.execute(text, (patient_id,) if patient_id else ())).fetchone()
    return int(found[0]) if found is not None else 0


def _taken(one: Staged) -> bytes | None:
    one.resource = row.without_mark(one.resource)
    return row.bytes_of(one.resource)


def _is_away(stored: Stored) -> bool:
    return stored.type == "Binary" and row.MARK in stored.content


async def _hash(content: bytes) -> str:
    if len(content) < THREAD_BYTES_MIN:
        return row.hash_of(content)
    return await asyncio.to_thread(row.hash_of, content)


def reuse(one: Staged, stands: bytes) -> None:
    """Let a new version of a Binary name the object its current one names, when both are the same bytes."""
    if one.kept is None or not one.kept.address or row.MARK not in stands:
        return
    stood: Any = decode(stands, "Binary")
    before = row.kept_of(stood)
    if before is not None and before.sha256 == one.kept.sha256:
        one.kept = msgspec.structs.replace(before, byte_count=0)
        one.resource = row.marked(one.resource, before)


def as_sent(one: Staged, content: bytes) -> bytes:
    """Return what its sender is to see of the version stored: a Binary with the bytes its row only names."""
    if one.whole is None:
        return content
    return encode(msgspec.structs.replace(one.whole, meta=decode(content, "Binary").meta))
