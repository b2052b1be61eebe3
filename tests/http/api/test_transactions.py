"""Transactions: one order, one transaction of the database, references that hold, and nothing left of a failure."""

import json
from typing import Any

import pytest

from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, outcome, weight

GOAL = "urn:uuid:0b9a3a0e-8e6b-4a8a-9d3f-1f2f3c4d5e6f"


def bundle(*entries: dict[str, Any], kind: str = "transaction") -> str:
    """Return a Bundle as JSON text."""
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": list(entries)})


def entry(
    method: str, url: str, resource: Any = None, full_url: str | None = None, **request: Any
) -> dict[str, Any]:
    """Return one entry."""
    made: dict[str, Any] = {"request": {"method": method, "url": url} | request}
    if resource is not None:
        made["resource"] = json.loads(resource) if isinstance(resource, str) else resource
    if full_url is not None:
        made["fullUrl"] = full_url
    return made


def goal(**more: Any) -> dict[str, Any]:
    """Return a goal of Jeanne's."""
    return {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "Marcher jusqu’au marché"},
        "subject": {"reference": "Patient/jeanne"},
    } | more


def task(focus: str) -> dict[str, Any]:
    """Return a task about something."""
    return {
        "resourceType": "Task",
        "status": "requested",
        "intent": "plan",
        "for": {"reference": "Patient/jeanne"},
        "focus": {"reference": focus},
    }


async def count(client: Client, type_: str) -> int:
    """Return how many resources of a type the client sees."""
    total: int = (await client.get(f"/{type_}?_summary=count")).json()["total"]
    return total


async def test_a_transaction_is_carried_out_in_order_and_answered_in_the_callers(gp: Client) -> None:
    await gp.put("/Observation/old", content=weight(id="old"), headers=FHIR)
    body = bundle(
        entry("GET", "Observation?_summary=count"),
        entry("PUT", "Observation/w1", weight(id="w1")),
        entry("POST", "Task", task(GOAL)),
        entry("POST", "Goal", goal(id="ignored"), full_url=GOAL),
        entry("DELETE", "Observation/old"),
    )

    answer = await gp.post(BASE, content=body, headers=FHIR)

    said = answer.json()
    assert (answer.status_code, said["type"]) == (200, "transaction-response")
    statuses = [one["response"]["status"] for one in said["entry"]]
    assert statuses == ["200 OK", "201 Created", "201 Created", "201 Created", "204 No Content"]
    assert said["entry"][0]["resource"]["total"] == 1
    made_task = (await gp.get("/" + said["entry"][2]["response"]["location"])).json()
    made_goal = said["entry"][3]["response"]["location"].partition("/_history")[0]
    assert made_task["focus"]["reference"] == made_goal
    assert made_goal != "Goal/ignored"


async def test_what_was_written_is_carried_when_it_is_asked_for(gp: Client) -> None:
    body = bundle(entry("POST", "Observation", weight("62.5")))

    terse = (await gp.post(BASE, content=body, headers=FHIR)).json()
    full = (await gp.post(BASE, content=body, headers=FHIR | {"Prefer": "return=representation"})).content

    assert "resource" not in terse["entry"][0]
    assert b"62.5" in full


async def test_a_reference_to_no_entry_stores_nothing_and_names_the_place(gp: Client) -> None:
    body = bundle(
        entry("POST", "Goal", goal()),
        entry("POST", "Task", task("urn:uuid:11111111-1111-4111-8111-111111111111")),
    )

    answer = await gp.post(BASE, content=body, headers=FHIR)

    assert answer.status_code == 422
    assert answer.json() == outcome(
        "not-found",
        "La référence urn:uuid:11111111-1111-4111-8111-111111111111 ne désigne aucune entrée de ce Bundle.",
        "The reference urn:uuid:11111111-1111-4111-8111-111111111111 designates no entry of this Bundle.",
        "Bundle.entry[1].resource.focus.reference",
    )
    assert await count(gp, "Goal") == 0


async def test_every_invalid_resource_is_named_with_its_entry(gp: Client) -> None:
    body = bundle(
        entry("POST", "Goal", goal(lifecycleStatus="maybe")),
        entry("POST", "Goal", goal()),
        entry("POST", "Observation", weight(effectiveDateTime="2026-13-01")),
    )

    answer = await gp.post(BASE, content=body, headers=FHIR)

    assert answer.status_code == 422
    places = [issue["expression"][0] for issue in answer.json()["issue"]]
    assert places == [
        "Bundle.entry[0].resource.lifecycleStatus",
        "Bundle.entry[2].resource.effective.ofType(dateTime)",
    ]
    assert await count(gp, "Goal") == 0


async def test_one_refused_write_undoes_the_others(gp: Client) -> None:
    await gp.put("/Observation/w", content=weight("1", id="w"), headers=FHIR)
    body = bundle(
        entry("POST", "Goal", goal()), entry("PUT", "Observation/w", weight("2", id="w"), ifMatch='W/"9"')
    )

    answer = await gp.post(BASE, content=body, headers=FHIR)

    assert answer.status_code == 412
    assert await count(gp, "Goal") == 0
    assert (await gp.get("/Observation/w")).headers["ETag"] == 'W/"1"'


async def test_an_if_match_that_holds_is_stored(gp: Client) -> None:
    await gp.put("/Observation/w", content=weight("1", id="w"), headers=FHIR)
    body = bundle(entry("PUT", "Observation/w", weight("2", id="w"), ifMatch='W/"1"'))

    answer = await gp.post(BASE, content=body, headers=FHIR)

    assert answer.json()["entry"][0]["response"]["etag"] == 'W/"2"'


@pytest.mark.parametrize(
    ("entries", "status", "expression"),
    [
        ([{"resource": goal()}], 400, "Bundle.entry[0].request"),
        ([entry("POST", "Goal/a/b", goal())], 400, "Bundle.entry[0].request.url"),
        ([entry("POST", "Goal?subject=x", goal())], 400, "Bundle.entry[0].request.url"),
        ([entry("POST", "Nothing", goal())], 400, "Bundle.entry[0].request.url"),
        ([entry("PUT", "Goal", goal())], 400, "Bundle.entry[0].request.url"),
        ([entry("PUT", "Goal/a/b", goal(id="a"))], 400, "Bundle.entry[0].request.url"),
        ([entry("PUT", "Goal/1", goal(id="2"))], 400, "Bundle.entry[0].resource.id"),
        ([entry("POST", "Task", goal())], 400, "Bundle.entry[0].resource.resourceType"),
        ([entry("POST", "Task", {"status": "draft"})], 400, "Bundle.entry[0].resource.resourceType"),
        ([entry("POST", "Task")], 400, "Bundle.entry[0].resource"),
        ([entry("PUT", "Goal/1", goal(id="1"), ifMatch="x")], 400, "Bundle.entry[0].request.ifMatch"),
        ([entry("PUT", "Goal/1", goal(id="1")), entry("DELETE", "Goal/1")], 400, "Bundle.entry[1]"),
        ([entry("POST", "Goal", goal(), GOAL), entry("POST", "Goal", goal(), GOAL)], 400, "Bundle.entry[1]"),
        ([entry("PATCH", "Goal/1", goal(id="1"))], 400, "Bundle.entry[0]"),
        ([entry("DELETE", "Goal?colour=blue")], 400, "Bundle.entry[0].request.url"),
        ([entry("DELETE", "Goal?_expunge=true")], 400, "Bundle.entry[0].request.url"),
        (
            [entry("POST", "Goal", goal(), ifNoneExist="subject=")],
            400,
            "Bundle.entry[0].request.ifNoneExist",
        ),
        ([entry("POST", "Task", task("Goal?subject=jeanne"))], 412, "Bundle.entry[0].resource"),
        ([{"colour": "blue"}], 400, "Bundle.entry[0]"),
        ([entry("COPY", "Goal")], 400, "Bundle.entry[0].request.method"),
    ],
)
async def test_an_entry_that_cannot_be_carried_out_is_named(
    gp: Client, entries: list[Any], status: int, expression: str
) -> None:
    answer = await gp.post(BASE, content=bundle(*entries), headers=FHIR)

    assert answer.status_code == status
    (issue,) = answer.json()["issue"]
    assert issue["expression"] == [expression]
    assert await count(gp, "Goal") == 0


@pytest.mark.parametrize(
    ("body", "expression"),
    [
        ("{", None),
        ('{"resourceType":"Patient"}', "Bundle.resourceType"),
        ('{"resourceType":"Bundle"}', "Bundle"),
        ('{"resourceType":"Bundle","type":"document"}', "Bundle.type"),
        ('{"resourceType":"Bundle","type":"batch","colour":1}', "Bundle"),
    ],
)
async def test_what_is_no_transaction_or_batch_is_refused(
    gp: Client, body: str, expression: str | None
) -> None:
    answer = await gp.post(BASE, content=body, headers=FHIR)

    assert answer.status_code == 400
    assert answer.json()["issue"][0].get("expression", [None]) == [expression]


async def test_more_entries_than_a_bundle_may_have_are_refused(gp: Client) -> None:
    body = bundle(*[{}] * 10_001, kind="batch")

    answer = await gp.post(BASE, content=body, headers=FHIR)

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["code"] == "too-long"


async def test_an_empty_transaction_is_answered_by_an_empty_one(gp: Client) -> None:
    answer = await gp.post(BASE, content='{"resourceType":"Bundle","type":"transaction"}', headers=FHIR)

    assert answer.json() == {"resourceType": "Bundle", "type": "transaction-response"}


async def test_a_transaction_outside_the_circle_stores_nothing(gp: Client, outsider: Client) -> None:
    answer = await outsider.post(BASE, content=bundle(entry("POST", "Goal", goal())), headers=FHIR)

    assert answer.status_code == 403
    assert await count(gp, "Goal") == 0


async def test_in_a_batch_each_entry_stands_alone(gp: Client) -> None:
    await gp.put("/Observation/w", content=weight("1", id="w"), headers=FHIR)
    body = bundle(
        entry("GET", "Observation/w"),
        entry("GET", "Observation/none"),
        entry("POST", "Goal", goal(lifecycleStatus="maybe")),
        entry("POST", "Goal", goal()),
        entry("POST", "Task", task(GOAL)),
        entry("PUT", "Observation/w", weight("2", id="w"), ifMatch='W/"1"'),
        entry("GET", "Observation/w/_history/1"),
        entry("GET", "Observation?_id=w"),
        entry("DELETE", "Observation/w"),
        entry("GET", "Observation/w/_history"),
        entry("GET", "Observation/w/nothing"),
        kind="batch",
    )

    answer = await gp.post(BASE, content=body, headers=FHIR)

    said = answer.json()
    assert (answer.status_code, said["type"]) == (200, "batch-response")
    statuses = [one["response"]["status"].split()[0] for one in said["entry"]]
    assert statuses == ["200", "404", "422", "201", "422", "200", "200", "200", "204", "200", "404"]
    refused = said["entry"][2]["response"]["outcome"]["issue"][0]
    assert refused["expression"] == ["Bundle.entry[2].resource.lifecycleStatus"]
    assert said["entry"][7]["resource"]["entry"][0]["resource"]["valueQuantity"]["value"] == 2


async def test_message_about_nobody_comes_with_its_file(gp: Client, client_of: Any, outsider: Client) -> None:
    message, file = GOAL, GOAL.replace("0b", "0c")
    letter = {
        "resourceType": "Communication", "status": "completed",
        "category": [{"coding": [{"system": "urn:cordee:message", "code": "message"}]}],
        "sender": {"reference": "PractitionerRole/gp"},
        "recipient": [{"reference": "PractitionerRole/coordinator"}], "sent": "2026-11-20T08:00:00Z",
        "payload": [{"contentAttachment": {"contentType": "application/pdf", "url": file}}],
    }  # fmt: skip
    content = {
        "resourceType": "Binary", "contentType": "application/pdf", "data": "JVBERi0xLjQ=",
        "securityContext": {"reference": message},
    }  # fmt: skip
    lone = json.dumps(content | {"securityContext": {"reference": "Communication/x"}})
    alone = await gp.post("/Binary", content=lone, headers=FHIR)
    assert alone.status_code == 403, alone.text
    body = bundle(entry("POST", "Communication", letter, message), entry("POST", "Binary", content, file))
    answer = await gp.post("/", content=body, headers=FHIR)
    assert answer.status_code == 200, answer.text
    first, second = [one["response"]["location"].split("/_history")[0] for one in answer.json()["entry"]]
    url = (await gp.get(f"/{first.removeprefix(BASE)}")).json()["payload"][0]["contentAttachment"]["url"]
    assert second.endswith(url)
    coordinator = await client_of("coordinator")
    assert (await coordinator.get(f"/{url}")).status_code == 200
    unseen = await outsider.get(f"/{url}")
    assert (unseen.status_code, unseen.json()) == (404, (await outsider.get("/Binary/nothing")).json())
