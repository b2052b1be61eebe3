"""Answers as resources: observations by code, others by definition; nothing that breaks R4."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cordee.fhir import decode
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import write_json
from cordee.fhir.sdc import Extraction, extract

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CORE = "http://hl7.org/fhir/StructureDefinition/"
EXTRACT = {"url": f"{SDC}observationExtract", "valueBoolean": True}
KEEP = {"url": f"{SDC}observationExtract", "valueBoolean": False}
WEIGHT = [{"system": "http://loinc.org", "code": "29463-7"}]


def question(link_id: str, type_: str, *extensions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": type_} | ({"extension": list(extensions)} if extensions else {}) | more


def extracted(
    items: list[dict[str, Any]], answered: list[dict[str, Any]], *extensions: dict[str, Any],
    told: Told | None = None, existing: Any = None, status: str = "completed",
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the entries of the Bundle."""
    questionnaire = {
        "resourceType": "Questionnaire",
        "status": "active",
        "item": items,
        "extension": list(extensions),
    }
    response = {
        "resourceType": "QuestionnaireResponse", "id": "r1", "status": status,
        "subject": {"reference": "Patient/jeanne"}, "authored": "2026-11-20T10:00:00+01:00", "item": answered,
    }  # fmt: skip
    known = Extraction(now=NOW, told=told or Told(), existing=existing or {})
    bundle = extract(questionnaire, response, known)
    decode(write_json(bundle), "Bundle")
    found: list[dict[str, Any]] = bundle.get("entry", [])
    return found


def answer(link_id: str, *values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link_id} | ({"answer": list(values)} if values else {}) | more


def test_a_marked_question_becomes_an_observation() -> None:
    unit = {
        "url": f"{CORE}questionnaire-unit",
        "valueCoding": {"code": "kg", "system": "http://unitsofmeasure.org"},
    }
    category = {"url": f"{SDC}observation-extract-category", "valueCodeableConcept": {"text": "vital-signs"}}

    (entry,) = extracted(
        [question("w", "decimal", EXTRACT, unit, category, code=WEIGHT, text="Poids")],
        [answer("w", {"valueDecimal": 62})],
    )

    assert entry["request"] == {"method": "POST", "url": "Observation"}
    assert entry["fullUrl"].startswith("urn:uuid:")
    assert entry["resource"] == {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"text": "vital-signs"}],
        "code": {"coding": WEIGHT, "text": "Poids"},
        "subject": {"reference": "Patient/jeanne"},
        "effectiveDateTime": "2026-11-20T10:00:00+01:00",
        "issued": "2026-11-20T10:00:00+01:00",
        "derivedFrom": [{"reference": "QuestionnaireResponse/r1"}],
        "valueQuantity": {"value": 62, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"valueBoolean": False}, {"valueBoolean": False}),
        ({"valueInteger": 3}, {"valueInteger": 3}),
        ({"valueString": "x"}, {"valueString": "x"}),
        ({"valueDate": "2026-11-20"}, {"valueDateTime": "2026-11-20"}),
        ({"valueCoding": {"code": "a"}}, {"valueCodeableConcept": {"coding": [{"code": "a"}]}}),
        ({"valueReference": {"reference": "Patient/1"}}, None),
    ],
)
def test_each_kind_of_answer_has_its_value(given: dict[str, Any], expected: dict[str, Any] | None) -> None:
    told = Told()

    entries = extracted([question("q", "string", EXTRACT, code=WEIGHT)], [answer("q", given)], told=told)

    if expected is None:
        assert (entries, len(told.issues)) == ([], 1)
    else:
        assert expected.items() <= entries[0]["resource"].items()


def test_the_mark_goes_down_and_stops_where_it_is_taken_back() -> None:
    items = [
        question("g", "group", item=[
            question("a", "integer", code=WEIGHT),
            question("b", "integer", KEEP, code=WEIGHT),
            question("c", "integer"),
        ]),
    ]  # fmt: skip
    given = [answer("g", item=[answer(one, {"valueInteger": 1}) for one in "abc"] + [answer("unknown")])]

    assert len(extracted(items, given, EXTRACT)) == 1


def definition(path: str) -> str:
    return f"{CORE}{path.partition('.')[0]}#{path}"


CONTEXT = {"url": f"{SDC}itemExtractionContext", "valueCode": "RelatedPerson"}
PERSON = question("p", "group", CONTEXT, repeats=True, item=[
    question("patient", "reference", definition=definition("RelatedPerson.patient")),
    question("name", "group", definition=definition("RelatedPerson.name"), item=[
        question("family", "string", definition=definition("RelatedPerson.name.family")),
        question("given", "string", repeats=True, definition=definition("RelatedPerson.name.given")),
    ]),
    question("sex", "choice", definition=definition("RelatedPerson.gender")),
    question("link", "choice", definition=definition("RelatedPerson.relationship")),
    question("birth", "date", definition=definition("RelatedPerson.birthDate")),
    question("phone", "string", definition=definition("RelatedPerson.telecom:mobile.value")),
])  # fmt: skip


def person(family: str) -> dict[str, Any]:
    name = answer("name", item=[answer("family", {"valueString": family}),
                                answer("given", {"valueString": "Anne"}, {"valueString": "Lise"})])  # fmt: skip
    return answer("p", item=[
        answer("patient", {"valueReference": {"reference": "Patient/jeanne"}}),
        name,
        answer("sex", {"valueCoding": {"code": "female"}}),
        answer("link", {"valueCoding": {"code": "DAU"}}),
        answer("birth", {"valueDate": "1970-01-02"}),
        answer("phone", {"valueString": "0102030405"}),
    ])  # fmt: skip


def test_each_instance_of_a_context_is_a_resource_with_its_answers_in_place() -> None:
    first, second = extracted([PERSON], [person("Martin"), person("Durand")])

    assert first["request"] == {"method": "POST", "url": "RelatedPerson"}
    assert second["resource"]["name"][0]["family"] == "Durand"
    assert first["resource"] == {
        "resourceType": "RelatedPerson",
        "patient": {"reference": "Patient/jeanne"},
        "name": [{"family": "Martin", "given": ["Anne", "Lise"]}],
        "gender": "female",
        "relationship": [{"coding": [{"code": "DAU"}]}],
        "birthDate": "1970-01-02",
        "telecom": [{"value": "0102030405"}],
    }


def test_a_resource_a_query_found_is_updated() -> None:
    query = "Patient?_id={{%resource.subject.reference}}"
    context = {"url": f"{SDC}itemExtractionContext",
               "valueExpression": {"language": "application/x-fhir-query", "expression": query}}  # fmt: skip
    items = [question("birth", "date", definition=definition("Patient.birthDate"))]
    jeanne = {"resourceType": "Patient", "id": "jeanne", "gender": "female", "birthDate": "1942"}

    (entry,) = extracted(
        items, [answer("birth", {"valueDate": "1942-03-12"})], context, existing={query: jeanne}
    )
    unchanged = extracted(items, [answer("birth", {"valueDate": "1942"})], context, existing={query: jeanne})

    assert entry["request"] == {"method": "PUT", "url": "Patient/jeanne"}
    assert entry["resource"] == jeanne | {"birthDate": "1942-03-12"}
    assert jeanne["birthDate"] == "1942"
    assert unchanged == []


def test_what_cannot_be_placed_or_breaks_r4_is_told_and_left_out() -> None:
    told = Told()
    items = [
        question("p", "group", CONTEXT, item=[
            question("wrong", "string", definition=definition("RelatedPerson.nothing")),
            question("other", "string", definition=definition("Patient.name")),
            question("birth", "string", definition=definition("RelatedPerson.birthDate")),
        ]),
        question("q", "group", {"url": f"{SDC}itemExtractionContext", "valueCode": "Unicorn"}),
    ]  # fmt: skip
    given = [
        answer("p", item=[answer(one, {"valueString": "x"}) for one in ("wrong", "other", "birth")]),
        answer("q", item=[]),
    ]

    assert extracted(items, given, told=told) == []
    assert len(told.issues) >= 4


def test_an_unfinished_response_is_told() -> None:
    told = Told()

    extracted([], [], told=told, status="in-progress")

    assert [issue.expression for issue in told.issues] == ["QuestionnaireResponse.status"]
