"""What travels from a file to the store: a text, a candidate, a refusal."""

from typing import Any

import msgspec

from cordee.kernel.errors import CordeeError


class Text(msgspec.Struct, frozen=True):
    """One JSON text of a file: the whole document, or one line of NDJSON (counted from 1)."""

    file: str
    content: bytes
    line: int | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an entry stands: file (`archive!member` inside archives), line of NDJSON, entry of a bundle (from 0)."""

    file: str
    line: int | None = None
    entry: int | None = None


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One valid resource, its id given and its references rewritten, ready to be stored."""

    place: Place
    type: str
    id: str
    resource: Any
    size: int

    @property
    def reference(self) -> str:
        """Return `Type/id`."""
        return f"{self.type}/{self.id}"


class Awaiting(msgspec.Struct, frozen=True, kw_only=True):
    """One resource that refers to `urn:uuid:` addresses its own file does not explain; kept as bytes."""

    place: Place
    type: str
    id: str
    content: bytes


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that is not stored, with the reason; type and id where they could be read."""

    place: Place
    error: CordeeError
    type: str = ""
    id: str = ""


class Skipped(msgspec.Struct, frozen=True):
    """A file inside a folder or an archive that is not FHIR JSON by its name, or not asked for."""

    file: str


Part = Candidate | Awaiting | Refused | Skipped
