"""Files read ahead, one batch at a time: what is decoded while the previous batch is being stored."""

from collections.abc import Iterator

import msgspec

from cordee.exchange.files.entries import parts_of
from cordee.exchange.files.errors import UnopenedFileError
from cordee.exchange.files.parts import Awaiting, Candidate, Part, Place, Refused, Skipped, Text
from cordee.exchange.files.sources import Meter, Source, open_source
from cordee.exchange.files.unpacking import unpack

BATCH_ENTRIES = 400
BATCH_BYTES = 8 * 1024 * 1024


class Batch(msgspec.Struct):
    """What was read together; no two candidates are the same resource."""

    candidates: list[Candidate] = []
    awaiting: list[Awaiting] = []
    refused: list[Refused] = []
    skipped: int = 0


class Reader:
    """Reads sources into batches. Blocking: called from a thread."""

    def __init__(self, found: list[Source], only: str | None) -> None:
        self.meter = Meter()
        self._parts = _parts(found, self.meter, only)
        self._held: Candidate | None = None

    @classmethod
    def of_parts(cls, parts: Iterator[Part]) -> "Reader":
        """Return a reader of parts read already."""
        made = cls([], None)
        made._parts = parts
        return made

    def next_batch(self) -> Batch | None:
        """Return the next batch, or None at the end.

        A batch ends at BATCH_ENTRIES, at BATCH_BYTES, or before a resource it holds already.
        """
        batch, size, seen = Batch(), 0, set[str]()
        held, self._held = self._held, None
        if held is not None:
            batch.candidates.append(held)
            seen.add(held.reference)
        for part in self._parts:
            match part:
                case Candidate():
                    if part.reference in seen:
                        self._held = part
                        return batch
                    seen.add(part.reference)
                    batch.candidates.append(part)
                    size += part.size
                case Awaiting():
                    batch.awaiting.append(part)
                case Refused():
                    batch.refused.append(part)
                case Skipped():
                    batch.skipped += 1
            if len(batch.candidates) + len(batch.refused) >= BATCH_ENTRIES or size >= BATCH_BYTES:
                return batch
        return batch if batch.candidates or batch.awaiting or batch.refused or batch.skipped else None


def _parts(found: list[Source], meter: Meter, only: str | None) -> Iterator[Part]:
    for source in found:
        try:
            stream = open_source(source, meter)
        except OSError:
            yield Refused(place=Place(file=source.name), error=UnopenedFileError())
            continue
        with stream:
            for one in unpack(source.name, stream, only, is_chosen=source.is_chosen):
                if isinstance(one, Text):
                    yield from parts_of(one)
                else:
                    yield one
