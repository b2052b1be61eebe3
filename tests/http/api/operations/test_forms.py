"""`$populate` and `$extract`: filled from what the caller may see, extracted for the caller to send."""

from time import process_time
from typing import Any

import pytest

from cordee.access import Gate
from cordee.fhir import decode
from cordee.fhir.json_value import write_json
from cordee.store import Database, Repository, system_asker
from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, NOT_FOUND, weight

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
WEIGHT = [{"system": "http://loinc.org", "code": "29463-7"}]
QUERY = "Observation?subject=Patient/{{%patient.id}}&code=29463-7"
FORM: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "id": "form",
    "url": "urn:test:form",
    "status": "active",
    "extension": [
        {
            "url": f"{SDC}launchContext",
            "extension": [
                {"url": "name", "valueCoding": {"code": "patient"}},
                {"url": "type", "valueCode": "Patient"},
            ],
        },
        {
            "url": "http://hl7.org/fhir/StructureDefinition/variable",
            "valueExpression": {"name": "poids", "language": "application/x-fhir-query", "expression": QUERY},
        },
    ],
    "item": [
        {
            "linkId": "family",
            "type": "string",
            "extension": [
                {
                    "url": f"{SDC}initialExpression",
                    "valueExpression": {
                        "language": "text/fhirpath",
                        "expression": "%patient.name.family.first()",
                    },
                }
            ],
        },
        {
            "linkId": "count",
            "type": "integer",
            "extension": [
                {
                    "url": f"{SDC}initialExpression",
                    "valueExpression": {"language": "text/fhirpath", "expression": "%poids.entry.count()"},
                }
            ],
        },
        {
            "linkId": "weight",
            "type": "quantity",
            "code": WEIGHT,
            "extension": [
                {"url": f"{SDC}observationLinkPeriod", "valueDuration": {"value": 100, "code": "a"}},
                {"url": f"{SDC}observationExtract", "valueBoolean": True},
            ],
        },
    ],
}


@pytest.fixture(autouse=True)
async def form(gate: Gate, database: Database, gp: Client) -> None:
    """The form in the directory, and two weights of Jeanne's."""
    async with Repository(database).writing(system_asker("test")) as unit:
        unit.create(decode(write_json(FORM)))
    for index, value in enumerate(("61.5", "62.5")):
        content = weight(value, id=f"w{index}", effectiveDateTime=f"2026-11-0{index + 1}T08:00:00Z")
        assert (await gp.put(f"/Observation/w{index}", content=content, headers=FHIR)).status_code == 201


def parameters(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": list(entries)}


def given(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return {one["name"]: one["resource"] for one in answer.json()["parameter"]}


async def test_a_stored_form_is_filled_from_the_record(gp: Client) -> None:
    found = given(await gp.get("/Questionnaire/form/$populate?subject=Patient/jeanne"))

    assert found.keys() == {"response"}
    answers = {one["linkId"]: one["answer"] for one in found["response"]["item"]}
    assert answers["family"] == [{"valueString": "Lambert"}]
    assert answers["count"] == [{"valueInteger": 2}]
    assert answers["weight"][0]["valueQuantity"]["value"] == 62.5
    assert found["response"]["questionnaire"] == "urn:test:form"


@pytest.mark.parametrize(
    "named",
    [
        {"name": "canonical", "valueCanonical": "urn:test:form"},
        {"name": "questionnaireRef", "valueReference": {"reference": "Questionnaire/form"}},
        {"name": "questionnaire", "resource": FORM},
    ],
)
async def test_the_form_may_be_named_or_sent(gp: Client, named: dict[str, Any]) -> None:
    subject = {"name": "subject", "valueReference": {"reference": "Patient/jeanne"}}
    patient = {"resourceType": "Patient", "id": "jeanne", "name": [{"family": "Donnée"}]}
    context = {
        "name": "context",
        "part": [{"name": "name", "valueString": "patient"}, {"name": "content", "resource": patient}],
    }

    body = parameters(named, subject, context)
    found = given(await gp.post("/Questionnaire/$populate", json=body, headers=FHIR))

    assert found["response"]["item"][0]["answer"] == [{"valueString": "Donnée"}]


def hostile_lists(*bottom: dict[str, Any], wide: int = 10, deep: int = 9) -> list[dict[str, Any]]:
    """Return value sets, each of which names every one of the level below it: a billion ways down."""
    levels = [[f"urn:test:{level}-{place}" for place in range(wide)] for level in range(deep)]
    sets = [
        {"url": url, "compose": {"include": [{"valueSet": [one]} for one in below]}}
        for urls, below in zip(levels, [*levels[1:], ["urn:test:bottom"]], strict=True)
        for url in urls
    ]
    return [
        {"resourceType": "ValueSet", "id": one["url"].rpartition(":")[2], "status": "active", **one}
        for one in [*sets, {"url": "urn:test:bottom", "compose": {"include": list(bottom)}}]
    ]


async def test_lists_that_would_take_for_ever_stop_nobody(outsider: Client) -> None:
    group = {"resourceType": "Group", "id": "mine", "type": "person", "actual": True}
    assert (await outsider.put("/Group/mine", json=group, headers=FHIR)).status_code == 201
    subject = {"name": "subject", "valueReference": {"reference": "Group/mine"}}
    item = {"linkId": "q", "type": "choice", "answerValueSet": "#0-0", "initial": [{"valueString": "c1"}]}
    form = {"resourceType": "Questionnaire", "status": "active", "item": [item]}

    async def filled(codes: int) -> dict[str, Any]:
        listed = {"system": "urn:test:codes", "concept": [{"code": f"c{number}"} for number in range(codes)]}
        sent = form | {"contained": hostile_lists(listed)}
        body = parameters({"name": "questionnaire", "resource": sent}, subject)
        return given(await outsider.post("/Questionnaire/$populate", json=body, headers=FHIR))

    started = process_time()
    short, long = await filled(codes=20), await filled(codes=300)

    assert process_time() - started < 10
    assert short["response"]["item"][0]["answer"][0]["valueCoding"]["code"] == "c1"
    assert "500000 codes" in long["issues"]["issue"][0]["diagnostics"]


async def test_what_the_caller_may_not_see_fills_nothing(outsider: Client) -> None:
    answer = await outsider.get("/Questionnaire/form/$populate?subject=Patient/jeanne")
    patient = {"resourceType": "Patient", "id": "jeanne"}
    own = {"resourceType": "Practitioner", "id": "x"}
    subject = {"name": "subject", "valueReference": {"reference": "Patient/jeanne"}}
    contexts = [
        {
            "name": "context",
            "part": [{"name": "name", "valueString": "patient"}, {"name": "content", "resource": one}],
        }
        for one in (patient, own)
    ]
    forged = await outsider.post(
        "/Questionnaire/form/$populate", json=parameters(subject, *contexts), headers=FHIR
    )

    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert (forged.status_code, forged.json()) == (404, NOT_FOUND)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/Questionnaire/form/$populate", 400),
        ("/Questionnaire/form/$populate?subject=jeanne", 400),
        ("/Questionnaire/$populate?subject=Patient/jeanne", 400),
        ("/Questionnaire/$populate?subject=Patient/jeanne&canonical=urn:nowhere", 404),
        ("/Questionnaire/nowhere/$populate?subject=Patient/jeanne", 404),
        ("/Questionnaire/form/$populate?subject=Patient/jeanne&colour=blue", 400),
    ],
)
async def test_what_does_not_fit_is_refused(gp: Client, address: str, status: int) -> None:
    assert (await gp.get(address)).status_code == status


def response(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "urn:test:form",
        "status": "completed",
        "subject": {"reference": "Patient/jeanne"},
        "authored": "2026-11-20T10:00:00+01:00",
        "item": [{"linkId": "weight", "answer": [{"valueQuantity": {"value": 63, "unit": "kg"}}]}],
    } | more


async def test_answers_become_a_transaction_that_can_be_sent(gp: Client) -> None:
    stored = await gp.post("/QuestionnaireResponse", json=response(), headers=FHIR)
    address = stored.headers["Location"].removeprefix(BASE).partition("/_history")[0]

    found = given(await gp.get(f"{address}/$extract"))
    sent = await gp.post(BASE, json=found["return"], headers=FHIR)

    assert found["return"]["type"] == "transaction"
    assert sent.status_code == 200, sent.text
    (made,) = sent.json()["entry"]
    assert (await gp.get("/" + made["response"]["location"])).json()["valueQuantity"]["value"] == 63


async def test_a_response_may_be_sent_with_its_form(gp: Client) -> None:
    body = parameters(
        {"name": "questionnaire-response", "resource": response(status="in-progress")},
        {"name": "questionnaire", "resource": FORM},
    )

    found = given(await gp.post("/QuestionnaireResponse/$extract", json=body, headers=FHIR))

    assert found["return"]["entry"][0]["resource"]["resourceType"] == "Observation"
    assert "poids" not in str(found["issues"])
    assert any(issue["code"] == "informational" for issue in found["issues"]["issue"])


async def test_a_response_one_may_not_see_gives_nothing(gp: Client, outsider: Client) -> None:
    stored = await gp.post("/QuestionnaireResponse", json=response(), headers=FHIR)
    address = stored.headers["Location"].removeprefix(BASE).partition("/_history")[0]

    answer = await outsider.get(f"{address}/$extract")

    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert (await gp.get("/QuestionnaireResponse/$extract")).status_code == 400
