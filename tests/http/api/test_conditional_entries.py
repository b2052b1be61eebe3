"""Transactions that look before they write: criteria, references by search, patches, reads that see the writes."""

import asyncio
import base64
import json
from typing import Any

import pytest

from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, outcome, weight
from tests.http.api.test_transactions import GOAL, bundle, count, entry, goal, task

KNOWN = [{"system": "urn:test", "value": "1"}]
CRITERIA = "identifier=urn:test|1"


async def send(client: Client, *entries: dict[str, Any], kind: str = "transaction", **headers: str) -> Any:
    """Send a Bundle and return the answer."""
    return await client.post(BASE, content=bundle(*entries, kind=kind), headers=FHIR | headers)


def statuses(answer: Any) -> list[str]:
    """Return the status of each entry, by its number."""
    assert answer.status_code == 200, answer.text
    return [one["response"]["status"].split()[0] for one in answer.json()["entry"]]


def json_patch(*operations: dict[str, Any]) -> dict[str, Any]:
    """Return a Binary that holds a JSON Patch."""
    data = base64.b64encode(json.dumps(operations).encode()).decode()
    return {"resourceType": "Binary", "contentType": "application/json-patch+json", "data": data}


async def test_a_conditional_create_stands_for_what_it_found(gp: Client) -> None:
    await gp.put("/Goal/g", json=goal(id="g", identifier=KNOWN), headers=FHIR)

    answer = await send(
        gp, entry("POST", "Task", task(GOAL)), entry("POST", "Goal", goal(), GOAL, ifNoneExist=CRITERIA)
    )

    assert statuses(answer) == ["201", "200"]
    said = answer.json()["entry"]
    assert said[1]["response"]["location"] == "Goal/g/_history/1"
    made = (await gp.get("/" + said[0]["response"]["location"])).json()
    assert made["focus"]["reference"] == "Goal/g"
    assert await count(gp, "Goal") == 1


async def test_a_conditional_create_without_a_match_creates(gp: Client) -> None:
    answer = await send(
        gp,
        entry("POST", "Task", task(GOAL)),
        entry("POST", "Goal", goal(identifier=KNOWN), GOAL, ifNoneExist=CRITERIA),
    )

    assert statuses(answer) == ["201", "201"]
    said = answer.json()["entry"]
    made = (await gp.get("/" + said[0]["response"]["location"])).json()
    assert said[1]["response"]["location"].startswith(made["focus"]["reference"])


async def test_transactions_at_once_create_one_and_all_refer_to_it(gp: Client) -> None:
    entries = (
        entry("POST", "Task", task(GOAL)),
        entry("POST", "Goal", goal(identifier=KNOWN), GOAL, ifNoneExist=CRITERIA),
    )

    answers = await asyncio.gather(*(send(gp, *entries) for _ in range(6)))

    assert sorted(statuses(answer)[1] for answer in answers) == ["200"] * 5 + ["201"]
    assert await count(gp, "Goal") == 1
    tasks = (await gp.get("/Task")).json()["entry"]
    assert len({one["resource"]["focus"]["reference"] for one in tasks}) == 1
    assert len(tasks) == 6


async def test_put_patch_and_delete_by_criteria(gp: Client) -> None:
    for id_, number in (("u", "1"), ("v", "2"), ("w", "3"), ("x", "3")):
        stored = goal(id=id_, identifier=[{"value": number}])
        await gp.put(f"/Goal/{id_}", json=stored, headers=FHIR)
    changed = goal(identifier=[{"value": "1"}], description={"text": "Autre"})

    answer = await send(
        gp,
        entry("PUT", "Goal?identifier=1", changed),
        entry(
            "PATCH",
            "Goal?identifier=2",
            json_patch({"op": "add", "path": "/startDate", "value": "2026-01-02"}),
        ),
        entry("DELETE", "Goal?identifier=3"),
        entry("DELETE", "Goal?identifier=4"),
        entry("PUT", "Goal?identifier=5", goal(identifier=[{"value": "5"}])),
    )

    assert statuses(answer) == ["200", "200", "204", "204", "201"]
    assert (await gp.get("/Goal/u")).json()["description"]["text"] == "Autre"
    assert (await gp.get("/Goal/v")).json()["startDate"] == "2026-01-02"
    assert [(await gp.get(f"/Goal/{id_}")).status_code for id_ in "wx"] == [410, 410]
    assert await count(gp, "Goal") == 3


async def test_a_fhirpath_patch_by_id_and_its_references_are_rewritten(gp: Client) -> None:
    await gp.put("/Task/t", json=task("Goal/old") | {"id": "t"}, headers=FHIR)
    parts = [
        {"name": "type", "valueCode": "replace"},
        {"name": "path", "valueString": "Task.focus"},
        {"name": "value", "valueReference": {"reference": GOAL}},
    ]
    patch = {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}

    answer = await send(gp, entry("PATCH", "Task/t", patch), entry("POST", "Goal", goal(), GOAL))

    assert statuses(answer) == ["200", "201"]
    location = answer.json()["entry"][1]["response"]["location"]
    assert location.startswith((await gp.get("/Task/t")).json()["focus"]["reference"])


async def test_a_patch_that_fails_undoes_the_others_and_names_itself(gp: Client) -> None:
    await gp.put("/Goal/g", json=goal(id="g"), headers=FHIR)

    answer = await send(
        gp,
        entry("POST", "Goal", goal()),
        entry("PATCH", "Goal/g", json_patch({"op": "test", "path": "/lifecycleStatus", "value": "draft"})),
    )

    assert answer.status_code == 422
    assert answer.json()["issue"][0]["expression"] == ["Bundle.entry[1]"]
    assert await count(gp, "Goal") == 1


async def test_references_by_search_become_addresses(gp: Client) -> None:
    await gp.put("/Goal/g", json=goal(id="g", identifier=KNOWN), headers=FHIR)

    answer = await send(gp, entry("POST", "Task", task(f"Goal?{CRITERIA}")))

    made = (await gp.get("/" + answer.json()["entry"][0]["response"]["location"])).json()
    assert made["focus"]["reference"] == "Goal/g"


async def test_a_reference_by_search_finds_what_the_bundle_creates(gp: Client) -> None:
    answer = await send(
        gp, entry("POST", "Task", task(f"Goal?{CRITERIA}")), entry("POST", "Goal", goal(identifier=KNOWN))
    )

    said = answer.json()["entry"]
    made = (await gp.get("/" + said[0]["response"]["location"])).json()
    assert said[1]["response"]["location"].startswith(made["focus"]["reference"])


@pytest.mark.parametrize(("matches", "code"), [(0, "conflict"), (2, "multiple-matches")])
async def test_a_reference_by_search_to_none_or_several_stores_nothing(
    gp: Client, matches: int, code: str
) -> None:
    for number in range(matches):
        await gp.put(f"/Goal/g{number}", json=goal(id=f"g{number}", identifier=KNOWN), headers=FHIR)

    answer = await send(gp, entry("POST", "Task", task(f"Goal?{CRITERIA}")), entry("POST", "Goal", goal()))

    assert answer.status_code == 412
    (issue,) = answer.json()["issue"]
    assert (issue["code"], issue["expression"]) == (code, ["Bundle.entry[0].resource"])
    assert await count(gp, "Goal") == matches
    assert await count(gp, "Task") == 0


async def test_reads_inside_see_the_writes(gp: Client) -> None:
    await gp.put("/Goal/g", json=goal(id="g"), headers=FHIR)

    answer = await send(
        gp,
        entry("GET", "Goal/g"),
        entry("GET", "Goal?_summary=count"),
        entry("GET", "Goal/g/_history"),
        entry("GET", "Goal/g/_history/1"),
        entry("GET", "Goal/none"),
        entry("GET", "Goal/g", ifNoneMatch='W/"2"'),
        entry("PUT", "Goal/g", goal(id="g", startDate="2026-01-02")),
        entry("POST", "Goal", goal()),
    )

    assert statuses(answer) == ["200", "200", "200", "200", "404", "304", "200", "201"]
    said = answer.json()["entry"]
    assert said[0]["resource"]["startDate"] == "2026-01-02"
    assert said[1]["resource"]["total"] == 2
    assert len(said[2]["resource"]["entry"]) == 2
    assert "startDate" not in said[3]["resource"]
    assert said[4]["response"]["outcome"]["issue"][0]["code"] == "not-found"


@pytest.mark.parametrize(
    ("entries", "status", "place"),
    [
        (
            [entry("PUT", "Goal/g", goal(id="g")), entry("DELETE", f"Goal?{CRITERIA}")],
            400,
            "Bundle.entry[1]",
        ),
        (
            [entry("PUT", f"Goal?{CRITERIA}", goal()), entry("PATCH", "Goal/g", json_patch())],
            400,
            "Bundle.entry[1]",
        ),
        ([entry("PUT", f"Goal?{CRITERIA}", goal(id="other"))], 400, "Bundle.entry[0].request.url"),
        ([entry("PUT", "Goal?identifier=9", goal(id="g"))], 409, "Bundle.entry[0].request.url"),
        ([entry("PUT", "Goal?identifier=9", goal(), ifMatch='W/"1"')], 412, "Bundle.entry[0].request.url"),
        ([entry("PUT", f"Goal?{CRITERIA}", goal(), ifNoneMatch="*")], 412, "Bundle.entry[0].request.url"),
        ([entry("PATCH", "Goal?identifier=9", json_patch())], 404, "Bundle.entry[0].request.url"),
        ([entry("DELETE", "Goal?identifier=9", ifMatch='W/"1"')], 412, "Bundle.entry[0].request.url"),
        ([entry("PATCH", "Goal/g", {"resourceType": "Binary"})], 400, "Bundle.entry[0]"),
        ([entry("PATCH", "Goal/g", json_patch(), ifMatch='W/"7"')], 412, "Bundle.entry[0]"),
        ([entry("PATCH", "Goal/none", json_patch())], 404, "Bundle.entry[0]"),
    ],
)
async def test_what_cannot_be_carried_out_is_named_and_stores_nothing(
    gp: Client, entries: list[Any], status: int, place: str
) -> None:
    await gp.put("/Goal/g", json=goal(id="g", identifier=KNOWN), headers=FHIR)

    answer = await send(gp, entry("POST", "Observation", weight()), *entries)

    assert answer.status_code == status, answer.text
    moved = place.replace("[1]", "[2]").replace("[0]", "[1]")
    assert answer.json()["issue"][0]["expression"] == [moved]
    assert await count(gp, "Observation") == 0
    assert (await gp.get("/Goal/g")).headers["ETag"] == 'W/"1"'


async def test_an_if_match_that_is_not_current_stores_nothing(gp: Client) -> None:
    await gp.put("/Goal/g", json=goal(id="g"), headers=FHIR)

    answer = await send(
        gp, entry("GET", "Goal/g"), entry("POST", "Goal", goal()), entry("DELETE", "Goal/g", ifMatch='W/"3"')
    )

    assert answer.status_code == 412
    assert await count(gp, "Goal") == 1


async def test_a_delete_of_nothing_or_of_what_is_invisible_undoes_nothing(
    gp: Client, outsider: Client
) -> None:
    await gp.put("/Goal/g", json=goal(id="g"), headers=FHIR)

    absent = await send(gp, entry("DELETE", "Goal/none"), entry("POST", "Goal", goal()))
    invisible = await send(outsider, entry("DELETE", "Goal/g"))

    assert (statuses(absent), statuses(invisible)) == (["204", "201"], ["204"])
    assert (await gp.get("/Goal/g")).status_code == 200


async def test_a_post_to_an_id_is_a_create_as_the_published_french_bundles_ask(gp: Client) -> None:
    urn = "urn:uuid:04886b69-ef36-4584-819e-4590cd3888a4"
    named = entry("POST", f"Goal/{urn.removeprefix('urn:uuid:')}", goal(id="04886b69"), urn)

    answer = await send(gp, named, entry("POST", "Task", task(urn)))

    assert statuses(answer) == ["201", "201"]
    location = answer.json()["entry"][0]["response"]["location"]
    assert "04886b69" not in location
    made = (await gp.get("/" + answer.json()["entry"][1]["response"]["location"])).json()
    assert location.startswith(made["focus"]["reference"])


async def test_versioned_references_are_kept_as_they_are(gp: Client) -> None:
    answer = await send(gp, entry("POST", "Task", task("Goal/g/_history/3")))

    made = (await gp.get("/" + answer.json()["entry"][0]["response"]["location"])).json()
    assert made["focus"]["reference"] == "Goal/g/_history/3"


@pytest.mark.parametrize("preference", ["minimal", "representation", "OperationOutcome"])
async def test_a_transaction_answers_with_what_prefer_return_asks(gp: Client, preference: str) -> None:
    answer = await send(gp, entry("POST", "Goal", goal()), Prefer=f"return={preference}")

    (said,) = answer.json()["entry"]
    assert ("resource" in said, "outcome" in said["response"]) == (
        preference == "representation",
        preference == "OperationOutcome",
    )


async def test_a_batch_takes_the_same_interactions_one_by_one(gp: Client) -> None:
    await gp.put("/Goal/g", json=goal(id="g", identifier=KNOWN), headers=FHIR)

    answer = await send(
        gp,
        entry("POST", "Goal", goal(), ifNoneExist=CRITERIA),
        entry("PUT", f"Goal?{CRITERIA}", goal(identifier=KNOWN, startDate="2026-01-02")),
        entry("PATCH", "Goal/g", json_patch({"op": "remove", "path": "/startDate"})),
        entry("PATCH", f"Goal?{CRITERIA}", json_patch({"op": "remove", "path": "/startDate"})),
        entry("GET", "Goal/g", ifNoneMatch='W/"3"'),
        entry("GET", "Goal/_history"),
        entry("GET", "_history"),
        entry("HEAD", "Goal/g"),
        entry("DELETE", f"Goal?{CRITERIA}"),
        entry("DELETE", "Goal?colour=blue"),
        kind="batch",
    )

    assert statuses(answer) == ["200", "200", "200", "422", "304", "200", "200", "200", "204", "400"]


async def test_a_reference_by_search_in_a_batch_is_refused(gp: Client) -> None:
    answer = await send(gp, entry("POST", "Task", task(f"Goal?{CRITERIA}")), kind="batch")

    assert statuses(answer) == ["422"]
    assert answer.json()["entry"][0]["response"]["outcome"] == outcome(
        "business-rule",
        "Une référence par critères n’est comprise que dans une transaction.",
        "A reference by criteria is understood in a transaction only.",
        "Bundle.entry[0].resource",
    )
