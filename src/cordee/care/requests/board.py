"""The triage board: every open request of my structure, sorted by how far its answer is, the most pressing first.

Open requests are few whatever the region's size: they are read at once, and counted and sieved here.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

import msgspec

from cordee.access import Door
from cordee.care.requests.reading import STATUSES, SUPPORT, views
from cordee.care.requests.view import SupportRequest
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now

OPEN_MAX = 200  # more than a team can hold open: the oldest are shown, and the page says so
COLUMNS = {"new": "À prendre", "working": "En cours", "paused": "En attente d’éléments"}
AGES = {
    "today": "Moins d’un jour",
    "days": "1 à 3 jours",
    "week": "3 à 7 jours",
    "older": "Plus d’une semaine",
}
_AGE_BOUNDS = {"today": timedelta(days=1), "days": timedelta(days=3), "week": timedelta(days=7)}
_COLUMN_OF = {"new": "new", "taken": "working", "qualified": "working", "paused": "paused"}
_LATEST = datetime.max.replace(tzinfo=UTC)


class Sieve(msgspec.Struct, frozen=True, kw_only=True):
    """What of the board is looked at: codes only, so that it may stand in an address and be kept by name."""

    mine: bool = False
    unowned: bool = False
    late: bool = False
    urgent: bool = False
    kind: str = ""
    theme: str = ""
    owner: str = ""
    age: str = ""

    def keeps(self, one: SupportRequest, me: str) -> bool:
        """Return whether a request passes."""
        return (
            (not self.mine or one.owner == me)
            and (not self.unowned or not one.owner)
            and (not self.late or one.is_late)
            and (not self.urgent or one.is_urgent)
            and (not self.kind or one.kind == self.kind)
            and (not self.theme or one.theme == self.theme)
            and (not self.owner or one.owner == self.owner)
            and (not self.age or age_of(one, now()) == self.age)
        )


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One state of the board, its most pressing request first."""

    code: str
    word: str
    rows: tuple[SupportRequest, ...]


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The columns, and what stands on the board before it was sieved."""

    columns: tuple[Column, ...]
    shown: int
    total: int
    mine: int
    unowned: int
    late: int
    urgent: int
    is_cut: bool


async def open_requests(door: Door) -> tuple[SupportRequest, ...]:
    """Return the open requests sent to the actor's structure, oldest first, OPEN_MAX at most. Cost: one search."""
    pairs = [
        ("category", SUPPORT),
        ("performer", door.actor.organization),
        ("status", STATUSES["waiting"]),
        ("_sort", "authored"),
        ("_include", "ServiceRequest:patient"),
        ("_include", "ServiceRequest:requester"),
        ("_revinclude", "Task:focus"),
        ("_count", str(OPEN_MAX)),
    ]
    page = await door.search(parse_query("ServiceRequest", pairs))
    return views(page.rows, page.included, now())


async def board(door: Door, sieve: Sieve) -> Board:
    """Return the board of the actor's structure, sieved. Cost: one search."""
    found = await open_requests(door)
    me = door.actor.who
    kept = [one for one in found if sieve.keeps(one, me)]
    return Board(
        columns=tuple(
            Column(
                code=code, word=word, rows=pressing_first(one for one in kept if _COLUMN_OF[one.step] == code)
            )
            for code, word in COLUMNS.items()
        ),
        shown=len(kept),
        total=len(found),
        mine=sum(one.owner == me for one in found),
        unowned=sum(not one.owner for one in found),
        late=sum(one.is_late for one in found),
        urgent=sum(one.is_urgent for one in found),
        is_cut=len(found) >= OPEN_MAX,
    )


def age_of(one: SupportRequest, at: datetime) -> str:
    """Return for how long a request has waited, as a code of AGES."""
    waited = at - one.asked_at if one.asked_at is not None else timedelta()
    return next((code for code, bound in _AGE_BOUNDS.items() if waited < bound), "older")


def pressing_first(rows: Iterable[SupportRequest]) -> tuple[SupportRequest, ...]:
    """Return requests with urgent ones first, then by how soon their term comes."""
    return tuple(sorted(rows, key=lambda one: (not one.is_urgent, _term(one), one.id)))


def _term(one: SupportRequest) -> datetime:
    if one.due_at is None:
        return _LATEST
    return one.due_at if isinstance(one.due_at, datetime) else datetime.combine(one.due_at, time.max, UTC)
