"""What the repository hands out."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import decode


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one resource, with its content as bytes of JSON exactly as served."""

    type: str
    id: str
    version: int
    updated_at: datetime
    updated_by: str
    content: bytes
    deleted: bool = False
    happened_at: datetime | None = None

    @property
    def reference(self) -> str:
        """Return `Type/id`."""
        return f"{self.type}/{self.id}"

    @property
    def resource(self) -> Any:
        """Return the typed resource, decoded anew at each call."""
        return decode(self.content, self.type)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page of results: `cursor` asks for the next one and is None at the end; `total` only when asked for.

    When `is_cut`, more resources would have been included than a page takes.
    """

    rows: list[Stored]
    included: list[Stored] = []
    cursor: str | None = None
    total: int | None = None
    is_cut: bool = False


class RecordRow(msgspec.Struct, frozen=True, kw_only=True):
    """One record of the asker's list: whose, when it last changed, how much is new to the asker, if it is closed."""

    patient: Stored
    changed_at: datetime
    new_count: int
    seen_at: datetime | None
    is_closed: bool = False


class RecordPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the asker's records; `closed_count` on the first page of those closed."""

    rows: list[RecordRow]
    cursor: str | None = None
    closed_count: int = 0


class TraceRow(msgspec.Struct, frozen=True):
    """One line of the trace, as the person or the privacy officer reads it."""

    at: datetime
    who: str
    role: str
    organization: str
    purpose: str
    action: str
    outcome: str
    type: str
    id: str
    patient_id: str
    count: int
