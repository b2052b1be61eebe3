"""Opening a record in an emergency: the question whether it exists, the reason, and what the pages show of it."""

from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.errors import EmergencyWordsError, UnknownChoiceError
from cordee.care.people import Person
from cordee.care.strict_traits import StrictTraits, person_of
from cordee.kernel.clock import now
from cordee.store.emergencies import Emergency

SHOWN_DAYS = 30
WORDS_LENGTH_MIN, WORDS_LENGTH_MAX = 10, 500
REASONS = {
    "life": "Urgence vitale",
    "unable": "La personne ne peut pas s’exprimer",
    "continuity": "Continuité des soins : personne du cercle n’est joignable",
    "admission": "Admission non programmée à l’hôpital",
    "other": "Autre raison",
}
"""Why a record is opened in an emergency: `urn:cordee:emergency-reason`."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a question found: nothing, a record of the actor's own, or one that exists behind the glass."""

    is_found: bool
    own_patient_id: str = ""


async def ask_whether_it_exists(
    door: Door, platform: Door, traits: StrictTraits, *, form_id: str
) -> Question:
    """Return whether exactly one person has these strict traits; nothing else is told, not even a name.

    Whoever stands in that person's circle is led to the record. Raises ForbiddenError, TooManyAsksError.
    """
    if not door.emergency.is_allowed:
        await door.emergency.keep_question(form_id, None)  # raises
    patient_id = await person_of(platform, traits)
    if patient_id is not None and await door.sees(patient_id):
        return Question(is_found=True, own_patient_id=patient_id)
    return Question(is_found=await door.emergency.keep_question(form_id, patient_id))


async def open_in_emergency(door: Door, question_id: str, *, reason: str, words: str) -> Emergency:
    """Open the record a question found, with a coded reason and words that say it.

    Raises UnknownChoiceError, EmergencyWordsError, ForbiddenError, NotFoundError.
    """
    if reason not in REASONS:
        raise UnknownChoiceError("reason")
    said = words.strip()[:WORDS_LENGTH_MAX]
    if len(said) < WORDS_LENGTH_MIN:
        raise EmergencyWordsError
    return await door.emergency.open(question_id, reason, said)


async def emergency_in_force(door: Door, chart: Chart) -> Emergency | None:
    """Return the actor's emergency access to the record on the page. Cost: one statement, none in its circle."""
    actor = door.actor
    if not door.emergency.is_allowed:
        return None
    at = now()
    if any(chart.is_in_circle(one, at) for one in (actor.who, actor.organization) if one):
        return None
    return await door.emergency.standing(chart.patient_id)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """An emergency access as the circle reads it: who, why in a word and in theirs, from when until when."""

    who: Person
    reason: str
    words: str
    opened_at: datetime
    ends_at: datetime


async def recent_openings(door: Door, chart: Chart) -> tuple[Opening, ...]:
    """Return the emergency accesses of the last SHOWN_DAYS to a record, newest first, but the reader's own.

    Cost: two statements, and one more when there is any.
    """
    since = now() - timedelta(days=SHOWN_DAYS)
    found = [
        one for one in await door.emergency.of_record(chart.patient_id, since) if one.who != door.actor.who
    ]
    if found:
        await chart.learn(door, {one.who for one in found})
    return tuple(
        Opening(
            who=chart.person(one.who),
            reason=REASONS.get(one.reason, ""),
            words=one.words,
            opened_at=one.opened_at,
            ends_at=one.ends_at,
        )
        for one in found
    )
