"""`$expand`, `$validate-code`, `$lookup`, `$subsumes`: answers from the definitions in force, never a guess."""

from typing import Any

import httpx
import pytest

from cordee.access import Gate
from cordee.fhir import decode
from cordee.fhir.json_value import write_json
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR
from tests.unit.fhir.terminology.systems import ANIMALS, ELSEWHERE, animals, filtered, value_set

GENDER = "http://hl7.org/fhir/ValueSet/administrative-gender"
GENDERS = "http://hl7.org/fhir/administrative-gender"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
NAMES = "male female other unknown".split()


def sent(**parameters: Any) -> dict[str, Any]:
    """Return a Parameters resource: a resource, or a value named with its type as in `code__valueCode`."""
    entries = []
    for name, value in parameters.items():
        key, _, type_ = name.partition("__")
        entries.append({"name": key, type_ or "resource": value})
    return {"resourceType": "Parameters", "parameter": entries}


def told(answer: httpx.Response) -> dict[str, Any]:
    """Return the out parameters of an answer by name."""
    assert answer.status_code == 200, answer.text
    return {
        entry["name"]: next(value for name, value in entry.items() if name != "name")
        for entry in answer.json()["parameter"]
    }


def codes(answer: httpx.Response) -> list[str]:
    """Return the codes an expansion contains."""
    assert answer.status_code == 200, answer.text
    return [entry["code"] for entry in answer.json()["expansion"].get("contains", [])]


async def test_published_set_expands(gp: Client) -> None:
    answer = await gp.get("/ValueSet/$expand", params={"url": GENDER})
    found = answer.json()
    assert codes(answer) == NAMES
    assert (found["resourceType"], found["url"]) == ("ValueSet", GENDER)
    assert "compose" not in found
    assert found["expansion"]["total"] == 4
    assert {"name": "version", "valueUri": f"{GENDERS}|4.0.1"} in found["expansion"]["parameter"]


async def test_expansion_is_filtered_and_paged(gp: Client) -> None:
    assert codes(await gp.get("/ValueSet/$expand", params={"url": GENDER, "filter": "FEM"})) == ["female"]
    page = await gp.get("/ValueSet/$expand", params={"url": GENDER, "offset": "1", "count": "2"})
    assert codes(page) == NAMES[1:3]
    assert (page.json()["expansion"]["total"], page.json()["expansion"]["offset"]) == (4, 1)
    defined = await gp.get(
        "/ValueSet/$expand", params={"url": GENDER, "count": "0", "includeDefinition": "true"}
    )
    assert codes(defined) == []
    assert defined.json()["compose"]["include"] == [{"system": GENDERS}]


async def test_set_sent_expands(gp: Client) -> None:
    content = value_set(
        "https://example.org/v",
        {"system": GENDERS},
        exclude=[{"system": GENDERS, "concept": [{"code": "male"}]}],
    )
    content["status"] = "draft"
    answer = await gp.post("/ValueSet/$expand", json=sent(valueSet=content), headers=FHIR)
    assert codes(answer) == NAMES[1:]
    bare = await gp.post("/ValueSet/$expand", json=content, headers=FHIR)
    assert codes(bare) == NAMES[1:]


@pytest.mark.parametrize(
    ("parameters", "status", "code"),
    [
        ({}, 400, "required"),
        ({"url": "https://example.org/unheard-of"}, 404, "not-found"),
        ({"url": "http://hl7.org/fhir/ValueSet/body-site"}, 422, "not-supported"),
        ({"url": GENDER, "count": "-1"}, 400, "value"),
        ({"url": GENDER, "context": "x"}, 400, "not-supported"),
    ],
)
async def test_expansion_refuses(gp: Client, parameters: dict[str, str], status: int, code: str) -> None:
    answer = await gp.get("/ValueSet/$expand", params=parameters)
    assert answer.status_code == status, answer.text
    assert code in {issue["code"] for issue in answer.json()["issue"]}


async def test_code_is_validated_in_a_set(gp: Client) -> None:
    ask = "/ValueSet/$validate-code"
    yes = told(await gp.get(ask, params={"url": GENDER, "system": GENDERS, "code": "male"}))
    assert yes == {"result": True, "display": "Male"}
    no = told(await gp.get(ask, params={"url": GENDER, "system": GENDERS, "code": "man"}))
    assert no["result"] is False
    assert "is not in" in no["message"]
    named = told(
        await gp.get(ask, params={"url": GENDER, "system": GENDERS, "code": "male", "display": "Man"})
    )
    assert (named["result"], named["display"]) == (False, "Male")
    coding = sent(url__valueUri=GENDER, coding__valueCoding={"system": GENDERS, "code": "other"})
    assert told(await gp.post(ask, json=coding, headers=FHIR))["result"] is True
    concept = {"coding": [{"system": ELSEWHERE, "code": "x"}, {"system": GENDERS, "code": "male"}]}
    both = sent(url__valueUri=GENDER, codeableConcept__valueCodeableConcept=concept)
    assert told(await gp.post(ask, json=both, headers=FHIR))["result"] is True


async def test_what_cannot_be_told_is_refused(gp: Client) -> None:
    parameters = {
        "url": "http://hl7.org/fhir/ValueSet/body-site",
        "system": "http://snomed.info/sct",
        "code": "1",
    }
    answer = await gp.get("/ValueSet/$validate-code", params=parameters)
    assert answer.status_code == 422, answer.text
    assert "snomed" in answer.text
    unknown = await gp.get("/CodeSystem/$validate-code", params={"url": ELSEWHERE, "code": "a"})
    assert unknown.status_code == 422


async def test_code_is_validated_in_its_system(gp: Client) -> None:
    ask = "/CodeSystem/$validate-code"
    assert told(await gp.get(ask, params={"url": GENDERS, "code": "male"})) == {
        "result": True,
        "display": "Male",
    }
    assert told(await gp.get(ask, params={"url": GENDERS, "code": "man"}))["result"] is False
    by_content = sent(codeSystem={**animals(), "status": "active"}, code__valueCode="cat")
    assert told(await gp.post(ask, json=by_content, headers=FHIR))["result"] is True


async def test_lookup_tells_display_and_properties(gp: Client) -> None:
    answer = await gp.get("/CodeSystem/$lookup", params={"system": ACT, "code": "AMB"})
    found = answer.json()["parameter"]
    assert {"name": "display", "valueString": "ambulatory"} in found
    assert [entry["name"] for entry in found[:3]] == ["name", "version", "display"]
    parent = {
        "name": "property",
        "part": [
            {"name": "code", "valueCode": "parent"},
            {"name": "value", "valueCode": "_ActEncounterCode"},
        ],
    }
    assert parent in found
    only = await gp.get("/CodeSystem/$lookup", params={"system": ACT, "code": "AMB", "property": "parent"})
    assert [entry for entry in only.json()["parameter"] if entry["name"] == "property"] == [parent]


@pytest.mark.parametrize(
    "parameters", [{"system": ACT, "code": "nothing"}, {"system": ELSEWHERE, "code": "a"}]
)
async def test_lookup_of_what_is_unknown_is_not_found(gp: Client, parameters: dict[str, str]) -> None:
    assert (await gp.get("/CodeSystem/$lookup", params=parameters)).status_code == 404


async def test_subsumption_is_told(gp: Client) -> None:
    parameters = {"system": ACT, "codeA": "_ActEncounterCode", "codeB": "AMB"}
    assert told(await gp.get("/CodeSystem/$subsumes", params=parameters)) == {"outcome": "subsumes"}
    mixed = sent(
        codingA__valueCoding={"system": ACT, "code": "AMB"},
        codingB__valueCoding={"system": GENDERS, "code": "male"},
    )
    assert (await gp.post("/CodeSystem/$subsumes", json=mixed, headers=FHIR)).status_code == 400


async def test_stored_set_and_system_answer_by_id(gp: Client, gate: Gate) -> None:
    four = value_set("https://example.org/four", filtered("=", "legs", "4"))
    men = value_set("https://example.org/men", {"system": GENDERS, "concept": [{"code": "male"}]})
    async with gate.system_door("test").writing() as unit:
        for id_, content in (("animals", animals()), ("four", four), ("men", men)):
            unit.create(decode(write_json({**content, "id": id_, "status": "active"})))

    by_id = await gp.get("/CodeSystem/animals/$validate-code", params={"code": "cat"})
    assert told(by_id) == {"result": True, "display": "Cat"}
    above = await gp.get("/CodeSystem/animals/$subsumes", params={"codeA": "cat", "codeB": "pet"})
    assert told(above) == {"outcome": "subsumed-by"}
    assert codes(await gp.get("/ValueSet/men/$expand")) == ["male"]
    answer = await gp.get("/ValueSet/men/$validate-code", params={"system": GENDERS, "code": "female"})
    assert told(answer)["result"] is False
    assert (await gp.get("/ValueSet/none/$expand")).status_code == 404


async def test_stored_set_and_system_answer_by_address(gp: Client, gate: Gate) -> None:
    four = value_set("https://example.org/four", filtered("=", "legs", "4"))
    outer = value_set("https://example.org/outer", {"valueSet": ["https://example.org/four"]})
    async with gate.system_door("test").writing() as unit:
        for id_, content in (("animals", animals()), ("four", four), ("outer", outer)):
            unit.create(decode(write_json({**content, "id": id_, "status": "active"})))

    assert codes(await gp.get("/ValueSet/$expand", params={"url": "https://example.org/outer"})) == [
        "cat",
        "rabbit",
    ]
    assert codes(await gp.get("/ValueSet/outer/$expand")) == ["cat", "rabbit"]
    found = told(await gp.get("/CodeSystem/$lookup", params={"system": ANIMALS, "code": "cat"}))
    assert found["display"] == "Cat"


@pytest.mark.parametrize("operation", ["$expand", "$validate-code"])
async def test_set_sent_that_would_take_for_ever_is_refused(gp: Client, operation: str) -> None:
    """Its filters are tried on more codes than one answer may look at."""
    pattern = {"property": "display", "op": "regex", "value": "[a-z]*[a-z]*1"}
    parts = [{"system": ACT, "filter": [pattern]}] * 100
    content = value_set("urn:test:many", *parts) | {"status": "active"}
    asked = {"valueSet": content} | ({"code__valueCode": "a"} if operation == "$validate-code" else {})
    answer = await gp.post(f"/ValueSet/{operation}", json=sent(**asked), headers=FHIR)
    assert answer.status_code == 422
    assert "1000000" in answer.json()["issue"][0]["diagnostics"]


async def test_nobody_is_answered_without_a_token(nobody: Client) -> None:
    assert (await nobody.get("/ValueSet/$expand", params={"url": GENDER})).status_code == 401
    assert (
        await nobody.get("/CodeSystem/$lookup", params={"system": ANIMALS, "code": "cat"})
    ).status_code == 401
