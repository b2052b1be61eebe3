"""Who comes home again and again, for some of the people: the lines of the plan, and the visits around today."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from cordee.care.agenda.series.expanding import occurrence
from cordee.care.agenda.series.line import Line, schedule_of
from cordee.care.agenda.series.rule import Rule
from cordee.fhir.r4 import Resource
from cordee.territories.people.subject import Subject

SHARE = 0.03  # of the people, besides the first of the demonstration
BEHIND_DAYS, AHEAD_DAYS = (
    7,
    13,
)  # three whole weeks, as many visits whatever the day; the night’s job makes the rest
_COMING = (
    ("nurse", "Toilette et pilulier", time(8), 30, ()),
    ("home-help", "Courses et repas", time(11), 90, (0, 2, 4)),
    ("physiotherapist", "Marche et équilibre", time(15), 30, (1, 3)),
    ("carer", "Dîner ensemble", time(19), 60, (6,)),
)


def home_plan(subject: Subject) -> list[Resource]:
    """Return the plan of visits of a person who has one, and its appointments from last week to the week after next."""
    if subject.rng("home-plan").random() >= SHARE and not is_first(subject):
        return []
    lines = [_line(subject, *one) for one in _COMING if subject.has(one[0])]
    return [resource for line in lines for resource in _resources(subject, line)]


def is_first(subject: Subject) -> bool:
    """Return whether the record is the one the demonstration opens on."""
    return subject.key.rpartition("/")[2] == "0"


def _line(subject: Subject, by: str, title: str, hour: time, minutes: int, weekdays: tuple[int, ...]) -> Line:
    member = subject.member(by)
    today = subject.days.today
    return Line(
        id=subject.ids(f"home-plan/{by}"),
        version=0,
        patient_id=subject.patient_id,
        title=title,
        kind="visit",
        icon="home",
        member=member.reference or "",
        name=member.display or "",
        rule=Rule(start=today - timedelta(days=BEHIND_DAYS), hour=hour, minutes=minutes, weekdays=weekdays),
        is_active=True,
        expanded_on=today + timedelta(days=AHEAD_DAYS),
    )


def _resources(subject: Subject, line: Line) -> list[Resource]:
    zone = ZoneInfo(subject.territory.time_zone)
    made: list[Resource] = [schedule_of(line, zone)]
    for rank, day in enumerate(line.rule.days(line.rule.start, line.expanded_on)):
        visit = occurrence(line, zone, day, line.id)
        visit.id = subject.ids(f"{line.id}/{rank}")
        visit.created = subject.days.date(-BEHIND_DAYS)
        if day < subject.days.today:
            visit.status = "fulfilled"
        made.append(visit)
    return made
