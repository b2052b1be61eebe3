"""Observations from answers: each answered question marked `observationExtract`, under its own code."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir.conversions import UCUM
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json
from cordee.fhir.sdc.extensions import (
    DEPTH_MAX,
    OBSERVATION_CATEGORY,
    OBSERVATION_EXTRACT,
    UNIT,
    extensions,
    value_of,
)

OBSERVATIONS_MAX = 2000
_AS_THEY_ARE = frozenset(
    {"valueBoolean", "valueInteger", "valueString", "valueTime", "valueDateTime", "valueQuantity"}
)


def observations(questionnaire: Json, response: Json, now: datetime, told: Told) -> list[Json]:
    """Return an Observation for each answer of each marked question; the mark goes down to what is inside."""
    shared = _shared(response, now)
    marked = _Inherited(False, []).below(questionnaire)
    found = _walk(questionnaire, response, marked, shared, told, 0)
    return [one for _, one in zip(range(OBSERVATIONS_MAX), found, strict=False)]


def _shared(response: Json, now: datetime) -> Json:
    authored = response.get("authored") or now.isoformat(timespec="seconds")
    shared: Json = {name: response[name] for name in ("subject", "encounter") if name in response}
    shared["effectiveDateTime"] = authored
    if "T" in authored:
        shared["issued"] = authored
    if "author" in response:
        shared["performer"] = [response["author"]]
    if "id" in response:
        shared["derivedFrom"] = [{"reference": f"QuestionnaireResponse/{response['id']}"}]
    return shared


class _Inherited(msgspec.Struct, frozen=True):
    """What goes down from an item to those inside: whether they are marked, and the category of their Observations."""

    is_marked: bool
    categories: list[Json]

    def below(self, asked: Json) -> "_Inherited":
        mark = value_of(asked, OBSERVATION_EXTRACT)
        own = [one.get("valueCodeableConcept") for one in extensions(asked, OBSERVATION_CATEGORY)]
        found = [one for one in own if one is not None]
        return _Inherited(mark if isinstance(mark, bool) else self.is_marked, found or self.categories)


def _walk(
    asked: Json, answered: Json, above: _Inherited, shared: Json, told: Told, depth: int
) -> Iterator[Json]:
    questions = {item.get("linkId"): item for item in asked.get("item", ())}
    for item in answered.get("item", ()) if depth < DEPTH_MAX else ():
        question = questions.get(item.get("linkId"))
        if question is None:
            continue
        here = above.below(question)
        if here.is_marked and question.get("code"):
            yield from _of_question(question, item, here.categories, shared, told)
        for inner in (item, *item.get("answer", ())):
            yield from _walk(question, inner, here, shared, told, depth + 1)


def _of_question(
    question: Json, item: Json, categories: list[Json], shared: Json, told: Told
) -> Iterator[Json]:
    text = {"text": question["text"]} if "text" in question else {}
    for answer in item.get("answer", ()):
        value = _value(answer, question)
        if value is None:
            link_id = str(question.get("linkId"))[:60]
            told.tell(
                "QuestionnaireResponse.item",
                f"La réponse à « {link_id} » n’a pas de forme dans une Observation.",
                f"The answer to '{link_id}' has no form in an Observation.",
                "value",
            )
            continue
        made: Json = {"resourceType": "Observation", "status": "final"}
        if categories:
            made["category"] = categories
        yield {**made, "code": {"coding": question["code"], **text}, **shared, **value}


def _value(answer: Json, question: Json) -> dict[str, Any] | None:
    name = next((one for one in answer if one.startswith("value")), "")
    value, unit = answer.get(name), value_of(question, UNIT)
    if name in ("valueDecimal", "valueInteger") and (name == "valueDecimal" or isinstance(unit, dict)):
        return {"valueQuantity": {"value": value, **_unit(unit)}}
    if name in _AS_THEY_ARE:
        return {name: value}
    match name:
        case "valueCoding":
            return {"valueCodeableConcept": {"coding": [value]}}
        case "valueDate":
            return {"valueDateTime": value}
        case "valueUri":
            return {"valueString": value}
    return None


def _unit(unit: Any) -> dict[str, Any]:
    if not isinstance(unit, dict):
        return {}
    code = unit.get("code")
    said = {"unit": unit.get("display") or code} if unit.get("display") or code else {}
    return {**said, "system": unit.get("system", UCUM), "code": code} if code else said
