"""The response of a grid as it is stored: a new draft, a draft with other answers, a signed one."""

from cordee.access import Actor
from cordee.care.assessments.filling import Filling
from cordee.care.assessments.grid import Grid
from cordee.care.assessments.results import as_extensions
from cordee.care.elements import fhir_instant
from cordee.fhir import decode, systems
from cordee.fhir.json_value import Json, write_json
from cordee.fhir.r4 import QuestionnaireResponse
from cordee.fhir.sdc.extensions import value_of
from cordee.kernel.clock import now

DRAFT, SIGNED, AMENDED, DROPPED, WITHDRAWN = (
    "in-progress",
    "completed",
    "amended",
    "stopped",
    "entered-in-error",
)
STANDING = frozenset({SIGNED, AMENDED})
_RESULTS = frozenset({systems.ASSESSMENT_RESULT})


def new_response(grid: Grid, patient_id: str, actor: Actor, id_: str) -> Json:
    """Return the response of a grid that somebody begins."""
    return {
        "resourceType": "QuestionnaireResponse",
        "id": id_,
        "meta": {"tag": [{"system": systems.CATEGORY, "code": grid.category}]},
        "identifier": {"system": systems.URI, "value": f"urn:uuid:{id_}"},
        "questionnaire": grid.canonical,
        "status": DRAFT,
        "subject": {"reference": f"Patient/{patient_id}"},
        "authored": fhir_instant(now()),
        "author": _signature(actor),
    }


def as_draft(filling: Filling, actor: Actor) -> Json:
    """Return the response with what was answered so far, under the name of who answered last."""
    return _with_items({**filling.response, **_signed_by(actor)}, filling.draft_items())


def as_signed(filling: Filling, actor: Actor, status: str) -> Json:
    """Return the response as its author answers for it: what is asked, and the scores with their meaning."""
    kept = [one for one in filling.response.get("extension", ()) if one.get("url") not in _RESULTS]
    found = [*kept, *as_extensions(filling.results)]
    response = {**filling.response, **_signed_by(actor), "status": status, "extension": found}
    return _with_items({name: value for name, value in response.items() if value != []}, filling.items())


def as_correction(stood: Json, actor: Actor, id_: str) -> Json:
    """Return the draft of a correction: the answers that stood, which assessment they are to correct, its labels."""
    corrects = {
        "url": systems.CORRECTS,
        "valueReference": {"reference": f"QuestionnaireResponse/{stood['id']}"},
    }
    kept = [one for one in stood.get("extension", ()) if one.get("url") not in _RESULTS]
    meta = {name: stood["meta"][name] for name in ("tag", "security") if stood.get("meta", {}).get(name)}
    head = {name: value for name, value in stood.items() if name not in ("meta", "identifier")}
    return {
        **head,
        **({"meta": meta} if meta else {}),
        "id": id_,
        "identifier": {"system": systems.URI, "value": f"urn:uuid:{id_}"},
        "status": DRAFT,
        "extension": [*kept, corrects],
        **_signed_by(actor),
    }


def corrected_by(response: Json) -> str:
    """Return the id of the assessment a draft corrects, or nothing."""
    corrects = value_of(response, systems.CORRECTS)
    text = corrects.get("reference", "") if isinstance(corrects, dict) else ""
    return str(text).removeprefix("QuestionnaireResponse/")


def typed(response: Json) -> QuestionnaireResponse:
    """Return a response in the form the store takes."""
    found = decode(write_json(response), "QuestionnaireResponse")
    assert isinstance(found, QuestionnaireResponse)
    return found


def _signed_by(actor: Actor) -> Json:
    return {"authored": fhir_instant(now()), "author": _signature(actor)}


def _signature(actor: Actor) -> Json:
    return {"reference": actor.who, "display": actor.name}


def _with_items(response: Json, items: list[Json]) -> Json:
    without = {name: value for name, value in response.items() if name != "item"}
    return {**without, "item": items} if items else without
