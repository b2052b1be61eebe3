"""The appointments of one meeting hold together: the platform moves those the mover does not see."""

from cordee.access import Door
from cordee.care.agenda.mailing import meeting_of
from cordee.care.agenda.taking_part import ask_again
from cordee.care.elements import version_of
from cordee.care.meetings.view import PERSONS_MAX
from cordee.fhir import systems
from cordee.fhir.r4 import Appointment
from cordee.fhir.search import parse_query


async def align_meeting(door: Door, appointment_id: str) -> int:
    """Give the other appointments of a meeting the hour, the place and the state of one; return how many changed.

    Through the platform's door; run again, changes none. Raises NotFoundError, VersionConflictError.
    """
    first: Appointment = (await door.read("Appointment", appointment_id)).resource
    meeting_id = meeting_of(first)
    if not meeting_id:
        return 0
    asked = [("identifier", f"{systems.MEETING}|{meeting_id}"), ("_count", str(PERSONS_MAX))]
    page = await door.search(parse_query("Appointment", asked))
    others: list[Appointment] = [row.resource for row in page.rows if row.id != appointment_id]
    late = [one for one in others if _standing(one) != _standing(first)]
    async with door.writing() as unit:
        for one in late:
            if one.start != first.start:
                ask_again(one, "")
            one.start, one.end, one.minutesDuration = first.start, first.end, first.minutesDuration
            one.comment, one.description, one.extension = first.comment, first.description, first.extension
            one.status, one.cancelationReason = first.status, first.cancelationReason
            unit.update(one, expected_version=version_of(one.meta))
    return len(late)


def _standing(one: Appointment) -> tuple[object, ...]:
    return one.status, one.start, one.end, one.comment, one.description
