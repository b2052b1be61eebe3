"""What a unit of work has collected before it writes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from cordee.kernel.errors import Issue


class Act(StrEnum):
    """What to do with one resource."""

    CREATE = "create"
    UPDATE = "update"
    PUT = "put"
    DELETE = "delete"


class Past(msgspec.Struct, frozen=True):
    """By whom and when something was first written, where that was not here and now: a population, a migration."""

    by: str
    at: datetime


class Kept(msgspec.Struct, frozen=True):
    """The content of a Binary: where it is in the object store (empty: in the row), its SHA-256 in hex, its size."""

    address: str
    sha256: str
    byte_count: int


class Staged(msgspec.Struct, kw_only=True):
    """One resource waiting for the flush. `resource` is None for a deletion."""

    act: Act
    type: str
    id: str
    resource: Any = None
    expected_version: int | None = None
    past: Past | None = None
    may_be_absent: bool = False
    """For a deletion: nothing to be seen there is as good as deleted."""
    kept: Kept | None = None
    """Where the content of a Binary was kept, before the transaction; `store.contents` sets it, once."""
    whole: Any = None
    """The Binary as it was sent, where `resource` names its content instead."""
    is_decoded: bool = False
    """Whether its structure was checked by decoding it, and nothing but its id was set since."""
    is_chosen: bool = False
    """Whether its id is of the sender's choice, so that it may not be one the platform draws by itself."""
    has_names: bool = False
    """Whether somebody is named in it beside a reference; `store.names` sets it."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one staged resource: outcome is created, updated, unchanged, deleted or absent.

    `content` and `updated_at` are those of the version that stands now, also when it is an older one.
    """

    type: str
    id: str
    version: int
    outcome: str
    is_deletion: bool = False
    content: bytes = b""
    updated_at: datetime | None = None
    findings: tuple[Issue, ...] = ()
    """What its profiles and identifiers were found to be, when that was no reason to refuse it."""

    @property
    def reference(self) -> str:
        """Return `Type/id`."""
        return f"{self.type}/{self.id}"
