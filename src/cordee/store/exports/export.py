"""One bulk export and its files."""

from datetime import datetime

import msgspec


class ExportAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for. `filters` are criteria by type (`Observation?code=…`), any of which matches."""

    request: str
    level: str
    types: tuple[str, ...]
    members: tuple[str, ...] | None = None
    since: datetime | None = None
    filters: dict[str, list[str]] = {}
    warnings: tuple[str, ...] = ()


class ExportFile(msgspec.Struct, frozen=True):
    """One complete file: `kind` is output or error, `size` in bytes."""

    name: str
    kind: str
    type: str
    count: int
    size: int


class Export(msgspec.Struct, frozen=True):
    """One export as it stands."""

    id: str
    account_id: str
    request: str
    level: str
    types: list[str]
    members: list[str] | None
    since: datetime | None
    filters: dict[str, list[str]]
    warnings: list[str]
    taken_at: datetime
    status: str
    error: str
    type_index: int
    done_to: int
    chunks: int
    exported: int
    expires_at: datetime
