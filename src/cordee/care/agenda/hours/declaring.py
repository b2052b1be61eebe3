"""Declaring one's hours: each day of the week from when to when, and whether colleagues may take slots in them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Actor, Door
from cordee.care.agenda.series import availability_time
from cordee.care.agenda.series.rule import Rule
from cordee.care.errors import UnlikelyMomentError
from cordee.care.wall_clock import today_in
from cordee.fhir import systems
from cordee.fhir.r4 import Meta, Period, Reference, Schedule, Slot
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.store import Unit

OPEN_DAYS = 28  # slots are opened this far ahead
OPENINGS_MAX = 14  # two a day
SLOTS_MAX = 1000  # of one professional at once
SLOT_MINUTES = (15, 20, 30, 45, 60)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Hours of one day of the week, from 0 (Monday)."""

    weekday: int
    start: time
    end: time

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute


def hours_id(who: str) -> str:
    """Return the id of the agenda of a role."""
    return f"hours-{who.rpartition('/')[2]}"[:64]


async def openings_of(door: Door, references: Sequence[str]) -> dict[str, list[Opening]]:
    """Return the hours of those who declared some, by reference. Cost: one statement."""
    wanted = {f"Schedule/{hours_id(one)}": one for one in references if one.startswith("PractitionerRole/")}
    found = await door.read_many(wanted) if wanted else {}
    return {wanted[ref]: _openings(stored.resource) for ref, stored in found.items()}


def is_within(openings: Sequence[Opening], start: datetime, minutes: int, zone: ZoneInfo) -> bool:
    """Return whether somebody is there from an instant on, for as long as needed."""
    local = start.astimezone(zone)
    end = local + timedelta(minutes=minutes)
    return any(
        one.weekday == local.weekday() and one.start <= local.time() and end.time() <= one.end
        for one in openings
        if end.date() == local.date()
    )


async def declare_hours(
    platform: Door, actor: Actor, zone: ZoneInfo, openings: Sequence[Opening], slot_minutes: int
) -> int:
    """Store an actor's hours in place of those before, and open slots in them; return how many.

    `slot_minutes` 0 opens none. Slots taken stay taken. Only the platform's door writes what is of nobody's record:
    the actor is whose hours they are. Raises: UnlikelyMomentError for an opening that ends before it begins.
    """
    if any(one.minutes <= 0 for one in openings) or len(openings) > OPENINGS_MAX:
        raise UnlikelyMomentError(
            "Une plage finit avant de commencer.", "Hours end before they begin.", field="hours"
        )
    today = today_in(zone, now())
    schedule_id = hours_id(actor.who)
    asked = [
        ("schedule", f"Schedule/{schedule_id}"),
        ("start", f"ge{now().isoformat()}"),
        ("_count", str(SLOTS_MAX)),
    ]
    standing = [row.resource for row in (await platform.search(parse_query("Slot", asked))).rows]
    taken = {one.start for one in standing if one.status != "free"}
    async with platform.writing() as unit:
        unit.put(_schedule(schedule_id, actor, zone, openings, today))
        for one in standing:
            if one.status == "free":
                unit.delete("Slot", one.id)
        return _open(unit, schedule_id, openings, slot_minutes, zone, today, taken) if slot_minutes else 0


def _open(
    unit: Unit,
    schedule_id: str,
    openings: Sequence[Opening],
    length: int,
    zone: ZoneInfo,
    today: date,
    taken: set[str],
) -> int:
    count = 0
    for day in (today + timedelta(days=n) for n in range(1, OPEN_DAYS + 1)):
        for opening in (one for one in openings if one.weekday == day.weekday()):
            for rank in range(opening.minutes // length):
                start = datetime.combine(day, opening.start, zone) + timedelta(minutes=rank * length)
                text = start.isoformat()
                if text not in taken and count < SLOTS_MAX:
                    end = (start + timedelta(minutes=length)).isoformat()
                    unit.create(_slot(schedule_id, text, end))
                    count += 1
    return count


def _slot(schedule_id: str, start: str, end: str) -> Slot:
    return Slot(
        meta=Meta(profile=[systems.SLOT_PROFILE]),
        schedule=Reference(reference=f"Schedule/{schedule_id}"),
        status="free",
        start=start,
        end=end,
    )


def _schedule(id_: str, actor: Actor, zone: ZoneInfo, openings: Sequence[Opening], today: date) -> Schedule:
    people = [Reference(reference=actor.who, display=actor.name)]
    people += [Reference(reference=one) for one in actor.keys if one.startswith("Practitioner/")]
    rules = [
        Rule(start=today, hour=one.start, minutes=one.minutes, weekdays=(one.weekday,)) for one in openings
    ]
    return Schedule(
        id=id_,
        meta=Meta(profile=[systems.SCHEDULE_PROFILE]),
        extension=[
            availability_time.write(_begun(rule), zone, availability_time.FREE, f"{id_}/{rank}")
            for rank, rule in enumerate(rules)
        ]
        or None,
        active=bool(openings),
        actor=people,
        planningHorizon=Period(start=today.isoformat(), end=(today + timedelta(days=OPEN_DAYS)).isoformat()),
        comment="Heures de présence",
    )


def _begun(rule: Rule) -> Rule:
    """Return the rule from its first day on, so that its first occurrence is one of its days."""
    (first, *_) = rule.days(rule.start, rule.start + timedelta(days=7))
    return msgspec.structs.replace(rule, start=first)


def _openings(schedule: Schedule) -> list[Opening]:
    """Return the hours of a stored agenda; hours on the wall are read as they were written, in its own offset."""
    found = []
    for one in schedule.extension or ():
        if (
            one.url != systems.FR_AVAILABILITY_TIME
            or availability_time.type_of(one) != availability_time.FREE
        ):
            continue
        moments = {part.url: part.valueDateTime for part in one.extension or () if part.valueDateTime}
        if "start" in moments and "end" in moments:
            first, last = datetime.fromisoformat(moments["start"]), datetime.fromisoformat(moments["end"])
            found.append(Opening(weekday=first.weekday(), start=first.time(), end=last.time()))
    return sorted(found, key=lambda one: (one.weekday, one.start))
