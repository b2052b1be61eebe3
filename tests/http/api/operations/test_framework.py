"""The framework: addresses, methods, parameters and answers, all from the OperationDefinition."""

import json
from typing import Any

import pytest

from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, NOT_FOUND

META = "http://hl7.org/fhir/OperationDefinition/Resource-meta"


async def test_an_instance_operation_answers_what_its_definition_says(gp: Client) -> None:
    answer = await gp.get("/Patient/jeanne/$meta")

    assert answer.status_code == 200
    (parameter,) = answer.json()["parameter"]
    assert (answer.json()["resourceType"], parameter["name"]) == ("Parameters", "return")
    assert parameter["valueMeta"]["versionId"] == "1"


async def test_an_operation_refuses_who_may_not_see_the_resource(outsider: Client) -> None:
    answer = await outsider.get("/Patient/jeanne/$meta")

    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


async def test_an_operation_needs_a_token(nobody: Client) -> None:
    assert (await nobody.get("/Patient/jeanne/$meta")).status_code == 401


@pytest.mark.parametrize("address", ["/$nothing", "/Patient/$nothing", "/Patient/jeanne/$nothing"])
async def test_an_unknown_operation_names_those_served(gp: Client, address: str) -> None:
    answer = await gp.get(address)

    assert answer.status_code == 404
    (issue,) = answer.json()["issue"]
    assert issue["code"] == "not-found"
    assert "Operations served here: " in issue["diagnostics"]


async def test_an_unknown_parameter_is_refused_by_name(gp: Client) -> None:
    answer = await gp.get("/Patient/jeanne/$meta?colour=blue")

    assert answer.status_code == 400
    (issue,) = answer.json()["issue"]
    assert (issue["code"], issue["expression"]) == ("not-supported", ["http.colour"])
    assert "colour" in issue["details"]["text"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 200),
        ('{"resourceType":"Parameters"}', 200),
        ("{", 400),
        ("[]", 400),
        ('{"resourceType":"Patient"}', 400),
    ],
)
async def test_the_body_of_a_post_is_parameters_or_nothing(gp: Client, body: str, status: int) -> None:
    answer = await gp.post("/Patient/jeanne/$meta", content=body, headers=FHIR)

    assert answer.status_code == status, answer.text


async def test_another_method_is_refused_with_those_allowed(gp: Client) -> None:
    answer = await gp.delete("/Patient/jeanne/$meta")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "Patient/jeanne/$meta", "200 OK"),
        ("POST", "Patient/jeanne/$meta", "200 OK"),
        ("GET", "Patient/jeanne/$nothing", "404"),
        ("PUT", "Patient/jeanne/$meta", "405"),
        ("GET", "Unicorn/$meta", "404"),
        ("GET", "Patient/nobody/$meta", "404"),
        ("GET", "a/b/c/$meta", "404"),
    ],
)
async def test_a_batch_entry_may_be_an_operation(gp: Client, method: str, url: str, status: str) -> None:
    entry: dict[str, Any] = {"request": {"method": method, "url": url}}
    body = json.dumps({"resourceType": "Bundle", "type": "batch", "entry": [entry]})

    answer = await gp.post(BASE, content=body, headers=FHIR)

    (said,) = answer.json()["entry"]
    assert said["response"]["status"] == status


async def test_the_capability_statement_lists_operations_with_their_definitions(nobody: Client) -> None:
    (rest,) = (await nobody.get("/metadata")).json()["rest"]

    for resource in rest["resource"]:
        if resource["type"] == "AuditEvent":
            continue  # read only: the trace
        assert {"name": "meta", "definition": META} in resource["operation"]


@pytest.mark.parametrize(
    ("method", "url"), [("POST", "Patient/$match"), ("GET", "Patient/jeanne/$meta"), ("GET", "$meta")]
)
async def test_a_transaction_with_an_operation_is_refused_whole(gp: Client, method: str, url: str) -> None:
    entries = [
        {"request": {"method": "POST", "url": "Goal"}, "resource": {
            "resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "Marcher"},
            "subject": {"reference": "Patient/jeanne"}}},
        {"request": {"method": method, "url": url}, "resource": {"resourceType": "Patient"}},
    ]  # fmt: skip
    body = json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries})

    answer = await gp.post(BASE, content=body, headers=FHIR)

    assert answer.status_code == 501, answer.text
    assert answer.json()["issue"][0]["expression"] == ["Bundle.entry[1].request.url"]
    assert (await gp.get("/Goal?_summary=count")).json()["total"] == 0
