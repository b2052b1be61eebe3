"""Turn a completed QuestionnaireResponse into resources: a transaction Bundle to be looked at, then sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import r4
from cordee.fhir.codec import decode
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json, write_json
from cordee.fhir.sdc.definition_extraction import by_definition
from cordee.fhir.sdc.observation_extraction import observations
from cordee.kernel.errors import InvalidResourceError
from cordee.kernel.ids import new_id

_SUBJECTS = ("subject", "patient")
_FINISHED = frozenset({"completed", "amended"})


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """What extraction knows: `existing` are resources a query of the questionnaire found, by the query as written."""

    now: datetime
    told: Told
    existing: Mapping[str, Json] = {}


def extract(questionnaire: Json, response: Json, known: Extraction) -> Json:
    """Return a Bundle of type transaction: Observations by code, other resources by definition.

    What does not follow R4 is left out and told. Nothing is stored.
    """
    if response.get("status") not in _FINISHED:
        known.told.tell(
            "QuestionnaireResponse.status",
            "La réponse n’est pas terminée (completed ou amended) : l’extraction peut être incomplète.",
            "The response is not finished (completed or amended): the extraction may be incomplete.",
            "informational",
        )
    made = observations(questionnaire, response, known.now, known.told)
    made += [
        _about(one, response) for one in by_definition(questionnaire, response, known.existing, known.told)
    ]
    bundle: Json = {"resourceType": "Bundle", "type": "transaction"}
    if entries := [_entry(one) for one in made if _follows_r4(one, known.told)]:
        bundle["entry"] = entries
    return bundle


def _about(resource: Json, response: Json) -> Json:
    """Return a resource with whom it is about, as the response says, where R4 asks for it and no answer does."""
    kind: Any = getattr(r4, resource["resourceType"])
    needed = {one.name for one in msgspec.structs.fields(kind) if one.required}
    missing = [name for name in _SUBJECTS if name in needed and name not in resource]
    return {**resource, **dict.fromkeys(missing, response["subject"])} if "subject" in response else resource


def _entry(resource: Json) -> dict[str, Any]:
    type_, id_ = resource["resourceType"], resource.get("id")
    if id_ is None:
        request = {"method": "POST", "url": type_}
        return {"fullUrl": f"urn:uuid:{new_id()}", "resource": resource, "request": request}
    return {"resource": resource, "request": {"method": "PUT", "url": f"{type_}/{id_}"}}


def _follows_r4(resource: Json, told: Told) -> bool:
    try:
        decode(write_json(resource))
    except InvalidResourceError as error:
        for issue in error.issues:
            told.tell(issue.expression, issue.message_fr, issue.message_en, issue.code)
        return False
    return True
