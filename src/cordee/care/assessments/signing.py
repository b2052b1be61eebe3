"""Signing: the answers become the author's, and what they say goes into the record in the same transaction."""

from cordee.access import Door
from cordee.care.assessments.drafting import Draft, Sent, merge, read, save
from cordee.care.assessments.errors import (
    AlreadySignedError,
    AnsweredElsewhereError,
    IncompleteAssessmentError,
)
from cordee.care.assessments.extracts import extracts_of, typed_extract, withdrawn
from cordee.care.assessments.filling import Filling, filling_of
from cordee.care.assessments.grid import Grid
from cordee.care.assessments.response import AMENDED, SIGNED, STANDING, as_signed, corrected_by, typed
from cordee.fhir.json_value import Json
from cordee.kernel.clock import now


async def sign(door: Door, patient_id: str, id_: str, sent: Sent, grid: Grid) -> str:
    """Sign a draft and return the id of the assessment that stands: its own, or of the one it corrects.

    Signing what one has signed already changes nothing. When answers are missing, or others were given elsewhere since,
    the draft is kept and nothing is signed: IncompleteAssessmentError, AnsweredElsewhereError.
    """
    response, _ = await read(door, patient_id, id_)
    corrected = corrected_by(response)
    if response.get("status") in STANDING and _is_mine(door, response):
        return corrected or id_
    draft = await merge(door, patient_id, id_, sent, grid)
    if draft.is_newer or draft.filling.missing:
        await save(door, patient_id, id_, sent, grid)
        if draft.is_newer:
            raise AnsweredElsewhereError
        raise IncompleteAssessmentError(tuple(spot.question.text for spot in draft.filling.missing))
    if corrected:
        await _sign_correction(door, patient_id, draft, corrected)
        return corrected
    await _sign_new(door, draft)
    return id_


async def _sign_new(door: Door, draft: Draft) -> None:
    signed = as_signed(draft.filling, door.actor, SIGNED)
    extracts = await extracts_of(door, draft.filling.grid.questionnaire, signed)
    async with door.writing() as unit:
        unit.update(typed(signed), expected_version=draft.version)
        for resource in extracts.values():
            unit.put(typed_extract(resource))


async def _sign_correction(door: Door, patient_id: str, draft: Draft, id_: str) -> None:
    """Put the corrected answers into the assessment they correct; the correction's own draft goes."""
    stood, version = await read(door, patient_id, id_)
    if stood.get("status") not in STANDING:
        raise AlreadySignedError
    questionnaire = draft.filling.grid.questionnaire
    before = await extracts_of(door, questionnaire, stood)
    signed = as_signed(_in_place_of(draft.filling, stood), door.actor, AMENDED)
    after = await extracts_of(door, questionnaire, signed)
    async with door.writing() as unit:
        unit.update(typed(signed), expected_version=version)
        unit.delete("QuestionnaireResponse", draft.filling.response["id"], expected_version=draft.version)
        for resource in after.values():
            unit.put(typed_extract(resource))
        for name, resource in before.items():
            if name not in after:
                unit.put(typed_extract(withdrawn(resource)))


def _in_place_of(correction: Filling, stood: Json) -> Filling:
    """Return the assessment that stood with the answers of its correction."""
    return filling_of(correction.grid, stood, now(), correction.sheet)


def _is_mine(door: Door, response: Json) -> bool:
    return bool(response.get("author", {}).get("reference") == door.actor.who)
