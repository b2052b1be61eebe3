"""Remember what was built from what, so that an unchanged input is never built twice."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def fingerprint(inputs: Iterable[Path]) -> str:
    """Return a hash of the names and contents of files, and of every file below the folders given.

    Missing paths count as absent rather than failing: a part that does not exist yet has nothing to build.
    """
    digest = hashlib.sha256()
    for path in sorted(_files(inputs)):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(inputs: Iterable[Path]) -> Iterable[Path]:
    for path in inputs:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc")
        elif path.is_file():
            yield path


class Stamp:
    """The record of one finished build step: the fingerprint of its inputs and the files it left."""

    def __init__(self, file: Path, inputs: Iterable[Path], outputs: Path) -> None:
        self.file = file
        self.outputs = outputs
        self.inputs = fingerprint(inputs)

    def is_current(self) -> bool:
        """Tell whether the step ran on these very inputs and what it left is still there, same sizes."""
        try:
            record = json.loads(self.file.read_text())
        except (OSError, ValueError):
            return False
        return bool(record == {"inputs": self.inputs, "outputs": self._listing()} and record["outputs"])

    def write(self) -> None:
        """Record that the step is done."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps({"inputs": self.inputs, "outputs": self._listing()}))

    def _listing(self) -> dict[str, int]:
        return {
            str(file.relative_to(self.outputs)): file.stat().st_size
            for file in sorted(self.outputs.rglob("*"))
            if file.is_file() and file.suffix != ".pyc"
        }
