"""What became of the lines of an extract, counted; and each refusal, as a line of NDJSON."""

from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec


class DirectoryTally(msgspec.Struct, kw_only=True):
    """Counts by outcome; `left` were in an earlier extract and are not in this one, `kept_open` when too many are."""

    layout: str = ""
    read: int = 0
    written: int = 0
    unchanged: int = 0
    refused: int = 0
    closed: int = 0
    kept_open: int = 0
    reasons: Counter[str] = msgspec.field(default_factory=Counter)


class Refusals:
    """The file of refusals, made at the first one: line number, reason; never what the line says."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def add(self, line: int, reason: str) -> None:
        """Write one refusal."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb")
        self._file.write(msgspec.json.encode({"line": line, "reason": reason}) + b"\n")

    def __enter__(self) -> "Refusals":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
