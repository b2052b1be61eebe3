"""The dashboard of a team: open requests by age, records by theme, and what each of its people carries."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from cordee.access import Door
from cordee.care.requests.board import AGES, age_of, open_requests
from cordee.care.requests.colleagues import colleagues
from cordee.care.requests.view import SupportRequest
from cordee.care.steering.records import NONE
from cordee.kernel.clock import now
from cordee.store.steering import Load, RecordCount

NO_THEME = "Sans thème"
TEAM = "L’équipe, sans personne en particulier"


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar: its code in an address, its words, how many, and how many of them are late."""

    code: str
    word: str
    count: int
    late: int = 0


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one person carries; `role_id` names them in an address, empty for the team as a whole."""

    who: str
    name: str
    is_me: bool
    records: int = 0
    requests: int = 0
    tasks: int = 0
    late_tasks: int = 0
    late_reviews: int = 0

    @property
    def role_id(self) -> str:
        """Return the id of their role, empty for a structure."""
        return self.who.removeprefix("PractitionerRole/") if self.who.startswith("PractitionerRole/") else ""


class Dashboard(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page shows."""

    requests: int
    late_requests: int
    ages: tuple[Bar, ...]
    records: int
    themes: tuple[Bar, ...]
    shares: tuple[Share, ...]
    answers: bool

    @property
    def late_reviews(self) -> int:
        """Return how many reviews of plans are late in the team."""
        return sum(one.late_reviews for one in self.shares)

    @property
    def late_tasks(self) -> int:
        """Return how many tasks are late in the team."""
        return sum(one.late_tasks for one in self.shares)


async def dashboard(door: Door, today: date) -> Dashboard:
    """Return the dashboard of the actor's team: coordination sees its colleagues, others themselves.

    Cost: four statements, whatever the size of the territory; they grow with the team's own records and tasks.
    """
    actor = door.actor
    names = await _team(door)
    requests, records, loads = await asyncio.gather(
        _requests(door), door.steering.record_counts(), door.steering.workload(list(names), today)
    )
    return Dashboard(
        requests=len(requests),
        late_requests=sum(one.is_late for one in requests),
        ages=_ages(requests),
        records=sum(one.count for one in records),
        themes=_themes(records),
        shares=_shares(names, actor.who, requests, records, loads),
        answers=actor.is_coordinator,
    )


async def _team(door: Door) -> dict[str, str]:
    """Return the names of the team by reference, the actor and their structure among them."""
    actor = door.actor
    if not actor.is_coordinator:
        return {actor.who: actor.name}
    found = {one.reference: one.name for one in await colleagues(door)}
    return found | {actor.who: actor.name, actor.organization: TEAM}


async def _requests(door: Door) -> Sequence[SupportRequest]:
    return await open_requests(door) if door.actor.is_coordinator else ()


def _ages(requests: Iterable[SupportRequest]) -> tuple[Bar, ...]:
    at, counts, late = now(), Counter[str](), Counter[str]()
    for one in requests:
        code = age_of(one, at)
        counts[code] += 1
        late[code] += one.is_late
    return tuple(
        Bar(code=code, word=word, count=counts[code], late=late[code]) for code, word in AGES.items()
    )


def _themes(records: Iterable[RecordCount]) -> tuple[Bar, ...]:
    counts, words = Counter[str](), {"": NO_THEME}
    for one in records:
        counts[one.theme] += one.count
        words[one.theme] = one.theme_word or words.get(one.theme, one.theme)
    words[""] = NO_THEME
    return tuple(
        Bar(code=code or NONE, word=words[code], count=count) for code, count in counts.most_common()
    )


def _shares(
    names: Mapping[str, str],
    me: str,
    requests: Iterable[SupportRequest],
    records: Iterable[RecordCount],
    loads: Iterable[Load],
) -> tuple[Share, ...]:
    """Return what each of the team carries, the most records first; whoever carries nothing is left out."""
    held = {one.who: one for one in loads}
    answered = Counter(one.owner for one in requests)
    followed, called = Counter[str](), dict(names)
    for one in records:
        followed[one.referent] += one.count
        if one.referent:
            called.setdefault(one.referent, one.referent_name or "Un professionnel")
    shares = []
    for who, name in called.items():
        load = held.get(who, Load(who, 0, 0, 0))
        share = Share(
            who=who, name=name, is_me=who == me, records=followed[who], requests=answered[who], tasks=load.open,
            late_tasks=load.late, late_reviews=load.late_reviews,
        )  # fmt: skip
        if share.is_me or share.records or share.requests or share.tasks:
            shares.append(share)
    return tuple(sorted(shares, key=lambda one: (-one.records, -one.tasks, one.name)))
