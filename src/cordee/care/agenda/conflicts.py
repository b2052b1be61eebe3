"""Who is taken already at an hour: told when writing, and never a refusal."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is taken then; with whom, and for what, is not told."""

    name: str
    start: datetime
    end: datetime
    is_mine: bool = False


async def clashes(
    door: Door, chart: Chart, members: Sequence[str], start: datetime, minutes: int, but: str = ""
) -> tuple[Clash, ...]:
    """Return which of the members are taken, soonest first; nobody for who may not ask. Cost: one statement."""
    if not door.actor.is_professional:
        return ()
    taken = await door.busy(members, start, start + timedelta(minutes=minutes), but)
    return tuple(
        Clash(
            name=door.actor.name if one.participant == door.actor.who else chart.person(one.participant).name,
            start=one.starts_at,
            end=one.ends_at,
            is_mine=one.participant == door.actor.who,
        )
        for one in taken
    )
