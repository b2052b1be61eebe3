"""What an input says twice: contents that the same input replaces further on.

An input may hold one resource several times, each time different; the last one wins. Given again, its earlier contents
would be taken for changes and make new versions for nothing. The journal of an input remembers them by digest.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from cordee.kernel.clock import now


class Journal:
    """The contents one input has replaced by its own later ones, and when that input was first imported.

    Without a folder, or for an input that cannot be told from others (a pipe), nothing is remembered after the run.
    """

    def __init__(self, folder: Path | None, marks: Iterable[str]) -> None:
        name = hashlib.sha256("\n".join(marks).encode()).hexdigest()[:32]
        is_told = folder is not None and name != hashlib.sha256(b"").hexdigest()[:32]
        self._path = folder / f"journal-{name}" if folder is not None and is_told else None
        self._replaced: set[str] = set()
        self._file: TextIO | None = None
        self.first_run_at = now()

    def __enter__(self) -> "Journal":
        if self._path is None:
            return self
        if self._path.exists():
            head, *rest = self._path.read_text("utf-8").splitlines()
            self.first_run_at = datetime.fromisoformat(head)
            self._replaced = set(rest)
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

    def replaces(self, digest: str) -> bool:
        """Return True when this input is known to replace that content further on."""
        return digest in self._replaced

    @property
    def is_empty(self) -> bool:
        """Return True when the input is not known to say anything twice."""
        return not self._replaced

    def note(self, digest: str) -> None:
        """Remember that the input replaces that content; on disk before the replacement is stored."""
        if digest not in self._replaced:
            self._replaced.add(digest)
            self._write(digest)

    def _write(self, line: str) -> None:
        if self._file is not None:
            self._file.write(line + "\n")
            self._file.flush()
