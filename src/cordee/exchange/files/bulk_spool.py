"""Texts put aside on disk until the rest is stored, in the order they came."""

import tempfile
from collections.abc import Iterator
from types import TracebackType

import msgspec

from cordee.exchange.files.parts import Text

_LENGTH_BYTES = 8


class _Kept(msgspec.Struct):
    text: Text
    mark: int | None


_decode = msgspec.msgpack.Decoder(_Kept).decode


class Spool:
    """A temporary file of texts; memory holds, for each marked resource, the number of its last text."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._count = 0
        self.marks: dict[int, int] = {}

    def add(self, text: Text, mark: int | None = None) -> None:
        """Put one text aside."""
        record = msgspec.msgpack.encode(_Kept(text, mark))
        self._file.write(len(record).to_bytes(_LENGTH_BYTES, "little") + record)
        if mark is not None:
            self.marks[mark] = self._count
        self._count += 1

    def __iter__(self) -> Iterator[tuple[Text, int | None]]:
        self._file.seek(0)
        while length := self._file.read(_LENGTH_BYTES):
            kept = _decode(self._file.read(int.from_bytes(length, "little")))
            yield kept.text, kept.mark

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
