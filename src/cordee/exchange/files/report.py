"""The rejections of a run, one JSON object a line."""

from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec

from cordee.exchange.files.parts import Refused


class Line(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One rejection. `line` counts from 1, `entry` from 0, as in FHIRPath."""

    file: str
    line: int | None = None
    entry: int | None = None
    type: str = ""
    id: str = ""
    code: str
    reason: str
    expression: list[str] = []


class Report:
    """Appends rejections to a file, made at the first one and readable by its owner only.

    File names are written as given, and may name people: the report is to be kept like the files it is about.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def add(self, refused: Refused) -> None:
        """Write one rejection."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            self._file = self.path.open("wb")
        self._file.write(msgspec.json.encode(_line(refused)) + b"\n")

    def __enter__(self) -> "Report":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


def _line(refused: Refused) -> Line:
    issues = refused.error.issues
    said = [
        f"{issue.expression} : {issue.message_fr}" if issue.expression else issue.message_fr
        for issue in issues
    ]
    return Line(
        file=refused.place.file,
        line=refused.place.line,
        entry=refused.place.entry,
        type=refused.type,
        id=refused.id,
        code=refused.error.code,
        reason=" ; ".join(said) or refused.error.message_fr,
        expression=[issue.expression for issue in issues if issue.expression],
    )
