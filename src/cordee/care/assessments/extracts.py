"""What a signed assessment leaves in the record besides itself: its Observations and problems, under ids of their own.

The ids follow from the assessment's, so that signing twice writes once and a correction finds what it corrects.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cordee.access import Door
from cordee.care.assessments.results import Result, results_in
from cordee.care.entry import drawn_id
from cordee.care.questionnaires import extracted_by, labelled
from cordee.fhir import decode, systems
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json, write_json
from cordee.store.columns import columns_of

EXTRACTS_MAX = 60
_CONDITION_STATE: Json = {
    "clinicalStatus": {"coding": [{"system": systems.CONDITION_CLINICAL, "code": "active"}]},
    "verificationStatus": {"coding": [{"system": systems.CONDITION_VERIFICATION, "code": "confirmed"}]},
}
_WITHDRAWN: Json = {
    "verificationStatus": {"coding": [{"system": systems.CONDITION_VERIFICATION, "code": "entered-in-error"}]}
}


async def extracts_of(door: Door, questionnaire: Json, response: Json) -> dict[str, Json]:
    """Return the resources a response gives, by `Type/id`, as far as its author may write such.

    What the author may not write is left out: an assessment of the social part adds no medical problem.
    """
    bundle = await extracted_by(door, questionnaire, response, Told())
    found = completed(questionnaire, response, bundle)
    return {name: resource for name, resource in found.items() if _may_write(door, resource)}


def completed(questionnaire: Json, response: Json, bundle: Json) -> dict[str, Json]:
    """Return the resources of an extraction with their ids and what the response knows of them, by `Type/id`. Pure."""
    results = {one.link_id: one for one in results_in(response)}
    meanings = {code: results[link_id] for link_id, code in _codes(questionnaire) if link_id in results}
    found: dict[str, Json] = {}
    ranks: Counter[str] = Counter()
    for entry in bundle.get("entry", ())[:EXTRACTS_MAX]:
        resource = _completed(entry["resource"], response, meanings)
        part = _part(resource)
        resource.setdefault("id", drawn_id(response["id"], f"{part}/{ranks[part]}"))
        ranks[part] += 1
        found[f"{resource['resourceType']}/{resource['id']}"] = resource
    return found


def withdrawn(resource: Json) -> Json:
    """Return a resource that a correction does not give any more, marked as entered in error."""
    if resource["resourceType"] == "Condition":
        kept = {name: value for name, value in resource.items() if name != "clinicalStatus"}  # con-5
        return {**kept, **_WITHDRAWN}
    return {**resource, "status": "entered-in-error"}


def typed_extract(resource: Json) -> Any:
    """Return a resource in the form the store takes."""
    return decode(write_json(resource))


def _completed(resource: Json, response: Json, meanings: dict[str, Result]) -> Json:
    """Return a resource with what the response knows of it: whose, who says so, what the score means, its labels."""
    resource = labelled(resource, response.get("meta", {}).get("security", ()))
    if resource["resourceType"] == "Condition":
        known = {"subject": response["subject"], "recorder": response["author"], **_CONDITION_STATE}
        source = [{"detail": [{"reference": f"QuestionnaireResponse/{response['id']}"}]}]
        return {**known, "recordedDate": response["authored"], "evidence": source, **resource}
    if resource["resourceType"] != "Observation":
        return dict(resource)
    status = {"status": "amended"} if response.get("status") == "amended" else {}
    meaning = meanings.get(_first_code(resource.get("code", {}).get("coding", ())))
    said = {"interpretation": [{"text": meaning.words}]} if meaning and meaning.words else {}
    return {**resource, **status, **said}


def _codes(holder: Json) -> Iterator[tuple[str, str]]:
    for item in holder.get("item", ()):
        if item.get("code"):
            yield item["linkId"], _first_code(item["code"])
        yield from _codes(item)


def _first_code(codings: Any) -> str:
    first: Json = next(iter(codings), {})
    return f"{first.get('system', '')}|{first.get('code', '')}"


def _part(resource: Json) -> str:
    """Return what names a resource among those of one assessment: its type and its code."""
    return f"extract/{resource['resourceType']}/{_first_code(resource.get('code', {}).get('coding', ()))}"


def _may_write(door: Door, resource: Json) -> bool:
    return door.actor.may_write(columns_of(typed_extract(resource), resource["resourceType"]).category)
