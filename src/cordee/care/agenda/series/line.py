"""A line of the home-intervention plan, between a Schedule and what pages show."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from cordee.care.agenda.kinds import KINDS, icon_of, kind_concept
from cordee.care.agenda.series import availability_time
from cordee.care.agenda.series.rule import Rule
from cordee.care.agenda.structures import service_of, structure_behind
from cordee.care.elements import code_of, day, instant, version_of
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Extension, Meta, Period, Reference, Schedule

SERVICE = "#service"


class Suspension(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which nobody comes; without an end while it is not known."""

    start: date
    end: date | None = None

    def covers(self, on: date) -> bool:
        """Return whether a day lies in it."""
        return self.start <= on and (self.end is None or on <= self.end)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes, for what, by which rule. `expanded_on` is the last day appointments were made for."""

    id: str
    version: int
    patient_id: str
    title: str
    kind: str
    icon: str
    member: str
    name: str
    rule: Rule
    is_active: bool
    expanded_on: date
    suspensions: tuple[Suspension, ...] = ()
    changed_at: datetime | None = None

    def is_suspended(self, on: date) -> bool:
        """Return whether nobody comes that day."""
        return any(one.covers(on) for one in self.suspensions)

    def has_ended(self, on: date) -> bool:
        """Return whether the line is over before a day."""
        return not self.is_active or (self.rule.until is not None and self.rule.until < on)


def schedule_of(line: Line, zone: ZoneInfo) -> Schedule:
    """Return a line as it is stored."""
    actor = Reference(reference=line.member, display=line.name)
    contained = None
    if line.member.startswith("Organization/"):
        contained = [service_of(line.member, line.name, SERVICE[1:])]
        actor = Reference(reference=SERVICE, display=line.name)
    start = line.rule.start.isoformat()
    suspensions = [
        Extension(
            url=systems.SERIES_SUSPENSION,
            valuePeriod=Period(start=one.start.isoformat(), end=one.end.isoformat() if one.end else None),
        )
        for one in line.suspensions
    ]
    return Schedule(
        id=line.id,
        meta=Meta(profile=[systems.SCHEDULE_PROFILE]),
        contained=contained,
        extension=[
            availability_time.write(line.rule, zone, availability_time.BUSY, line.id), *suspensions,
        ],
        active=line.is_active,
        serviceCategory=[kind_concept(line.kind)],
        actor=[about(line.patient_id), actor],
        planningHorizon=Period(start=start, end=max(line.expanded_on, line.rule.start).isoformat()),
        comment=line.title or KINDS[line.kind][0],
    )  # fmt: skip


def line_of(schedule: Schedule, zone: ZoneInfo) -> Line | None:
    """Return a stored agenda as a line, None for one that repeats nothing or is of no person."""
    written = [one for one in schedule.extension or () if one.url == systems.FR_AVAILABILITY_TIME]
    rule = availability_time.read(written[0], zone) if written else None
    patients = [one for one in schedule.actor if (one.reference or "").startswith("Patient/")]
    others = [one for one in schedule.actor if not (one.reference or "").startswith("Patient/")]
    if rule is None or len(patients) != 1 or not others:
        return None
    kinds = [code_of(one, systems.APPOINTMENT_KIND) for one in schedule.serviceCategory or ()]
    kind = next(filter(None, kinds), "")
    expanded = day(schedule.planningHorizon.end if schedule.planningHorizon else None)
    return Line(
        id=schedule.id or "",
        version=version_of(schedule.meta),
        patient_id=(patients[0].reference or "").removeprefix("Patient/"),
        title=schedule.comment or "Passage",
        kind=kind or "visit",
        icon=icon_of(kind, schedule.comment or ""),
        member=structure_behind(others[0].reference or "", schedule.contained),
        name=others[0].display or "Un professionnel",
        rule=rule,
        is_active=schedule.active is not False,
        expanded_on=expanded or rule.start,
        suspensions=tuple(_suspensions(schedule)),
        changed_at=instant(schedule.meta.lastUpdated if schedule.meta else None),
    )


def lines_of(schedules: Iterable[Schedule], zone: ZoneInfo) -> list[Line]:
    """Return the lines of a plan, by hour."""
    found = [line for one in schedules if (line := line_of(one, zone)) is not None]
    return sorted(found, key=lambda line: (line.rule.hour, line.name))


def _suspensions(schedule: Schedule) -> Iterable[Suspension]:
    for one in schedule.extension or ():
        start = (
            day(one.valuePeriod.start) if one.url == systems.SERIES_SUSPENSION and one.valuePeriod else None
        )
        if start is not None and one.valuePeriod is not None:
            yield Suspension(start=start, end=day(one.valuePeriod.end))
