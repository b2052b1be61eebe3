"""What the search box answers with."""

from datetime import datetime

import msgspec


class Found(msgspec.Struct, frozen=True):
    """One entry; `km` is the distance from the place asked about, None when its commune is not of the territory."""

    kind: str
    type: str
    id: str
    name: str
    role: str
    structure: str
    phone: str
    town: str
    commune: str
    places: int | None
    places_at: datetime | None
    km: float | None

    @property
    def reference(self) -> str:
        """Return the reference to the resource."""
        return f"{self.type}/{self.id}"


class FoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of entries, best first.

    `total` counts what was looked at, at most `CANDIDATES_MAX`; `by_kind` and `by_commune` count the same. `corrected`
    are the words that were found instead of those written, by the word written.
    """

    rows: tuple[Found, ...] = ()
    total: int = 0
    by_kind: dict[str, int] = {}
    by_commune: dict[str, int] = {}
    following: int | None = None
    corrected: dict[str, str] = {}
