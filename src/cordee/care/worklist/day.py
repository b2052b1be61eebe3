"""My day: the appointments I take part in, on the territory's clocks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.elements import id_in, instant, words_of
from cordee.care.people import FullName, full_name
from cordee.fhir.r4 import Appointment, Patient
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now

VISITS_MAX = 40
_NOT_TAKING_PLACE = frozenset({"cancelled", "noshow", "entered-in-error"})


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment of mine: for whom, and with whom else."""

    id: str
    start: datetime
    end: datetime | None
    title: str
    patient_id: str
    name: FullName | None
    others: tuple[str, ...]
    is_past: bool


async def my_day(door: Door, day: date, zone: ZoneInfo) -> tuple[Visit, ...]:
    """Return my appointments of one day, earliest first. Cost: one search."""
    start = datetime.combine(day, time(), zone)
    query = parse_query(
        "Appointment",
        [
            ("actor", ",".join(door.actor.keys)),
            ("date", f"ge{start.isoformat()}"),
            ("date", f"lt{(start + timedelta(days=1)).isoformat()}"),
            ("_include", "Appointment:patient"),
            ("_count", str(VISITS_MAX)),
        ],
    )
    page = await door.search(query)
    people: dict[str, Patient] = {one.id: one.resource for one in page.included if one.type == "Patient"}
    found = [_visit(one.resource, people, door.actor.keys) for one in page.rows]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.start))


def _visit(one: Appointment, people: dict[str, Patient], mine: tuple[str, ...]) -> Visit | None:
    start = instant(one.start)
    if start is None or one.status in _NOT_TAKING_PLACE:
        return None
    end = instant(one.end)
    actors = [part.actor for part in one.participant if part.actor is not None]
    patient_id = next((found for actor in actors if (found := id_in(actor, "Patient"))), "")
    kind = words_of(one.serviceType[0]) if one.serviceType else ""
    return Visit(
        id=one.id or "",
        start=start,
        end=end,
        title=one.description or kind or "Rendez-vous",
        patient_id=patient_id,
        name=full_name(people[patient_id]) if patient_id in people else None,
        others=tuple(
            actor.display
            for actor in actors
            if actor.display and actor.reference not in mine and not id_in(actor, "Patient")
        ),
        is_past=(end or start) < now(),
    )
