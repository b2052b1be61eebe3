"""Who is taken already at an hour: told when writing, and never a refusal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.agenda.hours.declaring import is_within, openings_of
from cordee.care.chart import Chart


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is taken then, or declared not to be there (`is_away`); with whom, and for what, is not told."""

    name: str
    start: datetime
    end: datetime
    is_mine: bool = False
    is_away: bool = False


async def clashes(
    door: Door, chart: Chart, members: Sequence[str], start: datetime, minutes: int, but: str = ""
) -> tuple[Clash, ...]:
    """Return which of the members are taken, soonest first; nobody for who may not ask. Cost: two statements."""
    if not door.actor.is_professional:
        return ()
    taken = await door.busy(members, start, start + timedelta(minutes=minutes), but)
    away = await _away(door, chart, members, start, minutes)
    return away + tuple(
        Clash(
            name=door.actor.name if one.participant == door.actor.who else chart.person(one.participant).name,
            start=one.starts_at,
            end=one.ends_at,
            is_mine=one.participant == door.actor.who,
        )
        for one in taken
    )


async def _away(
    door: Door, chart: Chart, members: Sequence[str], start: datetime, minutes: int
) -> tuple[Clash, ...]:
    zone = start.tzinfo
    if not isinstance(zone, ZoneInfo):
        return ()
    declared = await openings_of(door, members)
    end = start + timedelta(minutes=minutes)
    return tuple(
        Clash(name=chart.person(who).name, start=start, end=end, is_mine=who == door.actor.who, is_away=True)
        for who, openings in declared.items()
        if openings and not is_within(openings, start, minutes, zone)
    )
