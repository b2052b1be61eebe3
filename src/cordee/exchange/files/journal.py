"""What an input says several times, and how far it had got each time.

An input may hold one resource several times, each time different; the last one wins. Given again, its earlier contents
would be taken for changes and make new versions for nothing. So the journal of an input remembers, for each such
resource, the rank in the input of the content that was stored last: whatever ranks before it is not stored again.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from cordee.kernel.clock import now


class Journal:
    """The resources one input holds several times, and when that input was first imported.

    Without a folder, or for an input that cannot be told from others (a pipe), nothing is remembered after the run.
    """

    def __init__(self, folder: Path | None, marks: Iterable[str]) -> None:
        name = hashlib.sha256("\n".join(marks).encode()).hexdigest()[:32]
        is_told = folder is not None and name != hashlib.sha256(b"").hexdigest()[:32]
        self._path = folder / f"journal-{name}" if folder is not None and is_told else None
        self._ranks: dict[str, int] = {}
        self._file: TextIO | None = None
        self.first_run_at = now()

    def __enter__(self) -> "Journal":
        if self._path is None:
            return self
        if self._path.exists():
            head, *rest = self._path.read_text("utf-8").splitlines()
            self.first_run_at = datetime.fromisoformat(head)
            for line in rest:
                reference, _, rank = line.partition(" ")
                self._ranks[reference] = int(rank or 0)
            self._file = self._path.open("a", encoding="utf-8")
        else:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            self._file = self._path.open("w", encoding="utf-8")
            self._write(self.first_run_at.isoformat())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def outranks(self, reference: str, rank: int) -> bool:
        """Return True when a content of the resource further on in this input has been stored already."""
        return rank < self._ranks.get(reference, 0)

    def note(self, reference: str, rank: int) -> None:
        """Remember that the content of that rank replaces an earlier one; on disk before it is stored."""
        self._ranks[reference] = rank
        self._write(f"{reference} {rank}")

    def _write(self, line: str) -> None:
        if self._file is not None:
            self._file.write(line + "\n")
            self._file.flush()
