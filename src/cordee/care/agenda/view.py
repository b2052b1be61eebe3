"""The agenda of a record as its pages show it: what comes, what is past."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from cordee.care.agenda.kinds import icon_of, kind_of, kind_words
from cordee.care.agenda.occurrence import original_wall, series_id_of
from cordee.care.agenda.taking_part import Attendee, attendees_of
from cordee.care.chart import Chart
from cordee.care.elements import id_in, instant, version_of, words_of
from cordee.fhir.r4 import Appointment

SHELVES: dict[str, int] = {"Appointment": 600}  # visits that repeat fill eight weeks ahead
VISITS_AHEAD = timedelta(days=1)
NOT_TAKING_PLACE = frozenset({"cancelled", "noshow"})


class Rendezvous(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment: what, from when to when, with whom, where; `reason` is why it was cancelled.

    `series` is the Schedule it repeats, `original` the wall time it stands for there.
    """

    id: str
    version: int
    title: str
    kind: str
    icon: str
    start: datetime
    end: datetime | None
    attendees: tuple[Attendee, ...]
    place: str
    is_cancelled: bool
    reason: str = ""
    series: str = ""
    original: datetime | None = None
    changed_at: datetime | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Return the names of those who come."""
        return tuple(one.name for one in self.attendees if one.answer != "declined")

    @property
    def declined(self) -> tuple[str, ...]:
        """Return the names of those who said that they do not come."""
        return tuple(one.name for one in self.attendees if one.answer == "declined")


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """What comes, soonest first, and what is past, latest first; `visits` are those that repeat, of the day ahead."""

    coming: tuple[Rendezvous, ...]
    past: tuple[Rendezvous, ...]
    visits: tuple[Rendezvous, ...] = ()


def agenda_of(chart: Chart, at: datetime) -> Agenda:
    """Return the agenda of a record opened with these SHELVES; an appointment under way still comes."""
    found = (rendezvous_of(chart, raw) for raw in chart.of(Appointment))
    return agenda_from((one for one in found if one is not None), at)


def agenda_from(found: Iterable[Rendezvous], at: datetime) -> Agenda:
    """Return an agenda of appointments; of those that repeat, only the day ahead, lest they hide the others."""
    everything = sorted(found, key=_start)
    alone = [one for one in everything if not one.series]
    return Agenda(
        coming=tuple(one for one in alone if _end(one) >= at and not one.is_cancelled),
        past=tuple(one for one in reversed(alone) if _end(one) < at),
        visits=tuple(one for one in everything if one.series and at <= _end(one) < at + VISITS_AHEAD),
    )


def rendezvous_of(chart: Chart | None, appointment: Appointment) -> Rendezvous | None:
    """Return an appointment as it is shown, or None when it has no start or was entered in error."""
    start = instant(appointment.start)
    if start is None or appointment.status == "entered-in-error":
        return None
    kind = kind_words(appointment)
    title = appointment.description or kind or "Rendez-vous"
    actors = [one.actor for one in appointment.participant if one.actor is not None]
    return Rendezvous(
        id=appointment.id or "",
        version=version_of(appointment.meta),
        title=title,
        kind=kind,
        icon=icon_of(kind_of(appointment), f"{kind} {title}"),
        start=start,
        end=instant(appointment.end),
        attendees=attendees_of(appointment, chart),
        place=appointment.comment or next((a.display or "" for a in actors if id_in(a, "Location")), ""),
        is_cancelled=appointment.status in NOT_TAKING_PLACE,
        reason=words_of(appointment.cancelationReason),
        series=series_id_of(appointment),
        original=original_wall(appointment),
        changed_at=instant(appointment.meta.lastUpdated if appointment.meta else None),
    )


def _start(one: Rendezvous) -> datetime:
    return one.start


def _end(one: Rendezvous) -> datetime:
    return one.end or one.start
