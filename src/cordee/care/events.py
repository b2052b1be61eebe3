"""The last events of a life: stays and contacts of the last months, latest first."""

from datetime import datetime, timedelta

import msgspec

from cordee.care.chart import Chart
from cordee.care.elements import instant, words_of
from cordee.fhir.r4 import Encounter

SHOWN = 3
LATELY = timedelta(days=180)
_STAYS = frozenset({"IMP", "ACUTE", "NONAC", "EMER", "SS", "OBSENC"})


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One stay or contact: what, where, from when, to when; `is_going_on` while the person is there."""

    title: str
    where: str
    began_at: datetime
    ended_at: datetime | None
    is_stay: bool
    is_going_on: bool


def last_events(chart: Chart, at: datetime) -> tuple[Event, ...]:
    """Return the events of the last six months that a chart holds, latest first."""
    found = [event for one in chart.of(Encounter) if (event := _event(one)) is not None]
    lately = (one for one in found if at - LATELY <= one.began_at <= at)
    return tuple(sorted(lately, key=lambda one: one.began_at, reverse=True)[:SHOWN])


def _event(one: Encounter) -> Event | None:
    period = one.period
    began = instant(period.start) if period is not None else None
    if began is None or one.status in ("cancelled", "entered-in-error", "planned"):
        return None
    ended = instant(period.end) if period is not None else None
    is_stay = (one.class_.code or "") in _STAYS
    said = words_of(one.reasonCode[0] if one.reasonCode else None) or words_of(
        one.type[0] if one.type else None
    )
    return Event(
        title=said or ("Séjour à l’hôpital" if is_stay else "Contact"),
        where=(one.serviceProvider.display if one.serviceProvider else None) or "",
        began_at=began,
        ended_at=ended,
        is_stay=is_stay,
        is_going_on=one.status in ("in-progress", "arrived", "onleave") and ended is None,
    )
