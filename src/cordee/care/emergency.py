"""Opening a record in an emergency: the question whether it exists, the reason, and what the pages show of it."""

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.errors import EmergencyWordsError, UnknownChoiceError
from cordee.care.strict_traits import StrictTraits, person_of
from cordee.kernel.clock import now
from cordee.store.emergencies import Emergency

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
    """Return the actor's emergency access to the record on the page. Cost: one statement, none for those in its circle."""
    actor = door.actor
    if not door.emergency.is_allowed:
        return None
    at = now()
    if any(chart.is_in_circle(one, at) for one in (actor.who, actor.organization) if one):
        return None
    return await door.emergency.standing(chart.patient_id)
