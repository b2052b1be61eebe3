"""The trace over FHIR: read by the person and the privacy officer, written by nobody, leaking to nobody."""

import json
from collections.abc import Callable

import pytest

from cordee.access import Gate
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.validation import validate
from cordee.store import Database, Repository
from tests.conformance.fhir.published import SHARED, needs_shared
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR, NOT_FOUND, weight
from tests.integration.store.people import DAUGHTER, PATIENT, actor, asker, patient

OFFICER = actor("officer", "officer", "", "officer")
PAUL = actor("paul", "patient", "", "Patient/paul")
ALLOW = "GET, HEAD, OPTIONS"


@pytest.fixture
async def traced(gate: Gate, gp: Client, outsider: Client) -> None:
    """Reads and refusals in Jeanne's record, a login, and something in Paul's."""
    for person in (OFFICER, PATIENT, PAUL, DAUGHTER):
        await gate.save_account(person)
    async with gate.system_door("test").writing() as unit:
        unit.create(patient("paul", "Martin"))
    await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR)
    await gp.get("/Observation/w")
    await gp.get("/Observation?patient=jeanne")
    await outsider.get("/Observation/w")
    await gate.system_door("jobs").read("Patient", "paul")
    store: Repository = gate._repository
    await store.note(asker(PAUL), "sign-in", detail="demo")
    await store.note(
        asker(PAUL),
        "break-glass",
        patient_id="jeanne",
        type_="Patient",
        reason="life-threat",
        detail="secret text",
    )


@pytest.fixture
async def officer(traced: None, client_of: Callable[[str], object]) -> Client:
    return await client_of("officer")  # type: ignore[misc,no-any-return]


@pytest.fixture
async def jeanne(traced: None, client_of: Callable[[str], object]) -> Client:
    return await client_of("jeanne")  # type: ignore[misc,no-any-return]


async def found(client: Client, query: str) -> list[dict[str, object]]:
    answer = await client.get(f"/AuditEvent{query}")
    assert answer.status_code == 200, answer.text
    entries = answer.json().get("entry", [])
    return [one["resource"] for one in entries if one["search"]["mode"] == "match"]


def told(events: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [
        (one["agent"][0]["who"].get("reference", ""), one["subtype"][0]["code"], one["outcome"])  # type: ignore[index]
        for one in events
    ]


async def test_the_person_reads_the_lines_of_her_record_and_no_other(jeanne: Client) -> None:
    mine = await found(jeanne, "?_count=50")

    assert told(mine)[:5] == [
        ("Patient/paul", "operation", "0"),
        ("PractitionerRole/outsider", "read", "4"),
        ("PractitionerRole/gp", "search", "0"),
        ("PractitionerRole/gp", "read", "0"),
        ("PractitionerRole/gp", "create", "0"),
    ]
    assert {one["entity"][0]["what"]["reference"] for one in mine} == {"Patient/jeanne"}  # type: ignore[index]
    for asked in ("?patient=jeanne", "?patient=Patient/jeanne", "?entity=Patient/jeanne"):
        assert told(await found(jeanne, asked))[-4:] == told(mine)[-4:]
    for theirs in ("?patient=paul", "?entity=Patient/paul"):
        assert (await jeanne.get(f"/AuditEvent{theirs}")).status_code == 403


async def test_a_line_of_somebody_else_answers_as_one_that_does_not_exist(
    jeanne: Client, officer: Client, gp: Client
) -> None:
    theirs = next(one["id"] for one in await found(officer, "?patient=paul"))
    mine = next(one["id"] for one in await found(officer, "?patient=jeanne"))
    absent = "1-1-999999"
    for client, id_ in ((jeanne, theirs), (jeanne, absent), (jeanne, "w"), (gp, mine), (gp, theirs)):
        answer = await client.get(f"/AuditEvent/{id_}")
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND), id_
        assert "etag" not in answer.headers
    answer = await jeanne.get(f"/AuditEvent/{mine}")
    assert (answer.status_code, answer.headers["etag"]) == (200, 'W/"1"')
    assert (await jeanne.get(f"/AuditEvent/{mine}", headers={"If-None-Match": 'W/"1"'})).status_code == 304
    assert (await jeanne.get(f"/AuditEvent/{mine}/_history/1")).status_code == 200
    assert (await jeanne.get(f"/AuditEvent/{mine}/_history/2")).status_code == 404


async def test_professionals_of_the_circle_and_carers_read_none(
    traced: None, gp: Client, outsider: Client, client_of: Callable[[str], object]
) -> None:
    daughter: Client = await client_of("daughter")  # type: ignore[misc]
    for client in (gp, outsider, daughter):
        for query in ("", "?patient=jeanne", "?agent=PractitionerRole/gp"):
            assert (await client.get(f"/AuditEvent{query}")).status_code == 403
    coordinator: Client = await client_of("coordinator")  # type: ignore[misc]
    assert len(await found(coordinator, "?patient=jeanne")) > 4
    assert (await coordinator.get("/AuditEvent?patient=paul")).status_code == 403
    assert (await coordinator.get("/AuditEvent")).status_code == 403


ASKED: dict[str, list[tuple[str, ...]]] = {
    "?outcome=4": [("PractitionerRole/outsider", "read", "4")],
    "?subtype=login": [],
    "?subtype=110122": [("Patient/paul", "110122", "0")],
    "?type=110114": [("Patient/paul", "110122", "0")],
    "?agent=Patient/paul&type=rest": [("Patient/paul", "operation", "0")],
    "?agent=PractitionerRole/gp&action=C": [("PractitionerRole/gp", "create", "0")],
    "?agent=PractitionerRole/gp&action=R&outcome=0": [("PractitionerRole/gp", "read", "0")],
    "?entity=Observation/w&action=R&agent=PractitionerRole/gp": [("PractitionerRole/gp", "read", "0")],
    "?patient=jeanne&patient=paul": [],
    "?outcome=8": [],
    "?date=lt2020-01-01": [],
    "?date=ge2020-01-01&outcome=4": [("PractitionerRole/outsider", "read", "4")],
    "?period-start=gt2020&outcome=4": [("PractitionerRole/outsider", "read", "4")],
    "?_id=1-1-1": [],
    "?_id=x": [],
}


async def test_the_officer_searches_the_territory(officer: Client) -> None:
    assert {query: told(await found(officer, query)) for query in ASKED} == ASKED


async def test_pages_follow_one_another_whole(officer: Client, gate: Gate) -> None:
    await gate.trace.link_all()
    whole = [
        one["id"] for one in await found(officer, "?agent=PractitionerRole/gp,PractitionerRole/outsider")
    ]
    for query in ("agent=PractitionerRole/gp,PractitionerRole/outsider", "date=ge2020-01-01"):
        walked, address = [], f"/AuditEvent?{query}&_count=2"
        while address:
            page = (await officer.get(address)).json()
            walked += [one["resource"]["id"] for one in page.get("entry", [])]
            address = next((one["url"] for one in page["link"] if one["relation"] == "next"), "")
        assert len(walked) == len(set(walked))
        assert [one for one in walked if one in whole] == whole


async def test_what_is_asked_wrongly_is_told(officer: Client) -> None:
    for query in ("?date=yesterday", "?_count=x", "?_cursor=x", "?_sort=agent"):
        assert (await officer.get(f"/AuditEvent{query}")).status_code == 400
    strict = await officer.get("/AuditEvent?site=x", headers={"Prefer": "handling=strict"})
    assert strict.status_code == 400
    lenient = (await officer.get("/AuditEvent?site=x&outcome=4")).json()
    assert lenient["entry"][-1]["search"]["mode"] == "outcome"
    assert lenient["link"][0]["url"].endswith("/AuditEvent?outcome=4")


async def test_nothing_writes_one(officer: Client, jeanne: Client, gp: Client) -> None:
    event = json.dumps({"resourceType": "AuditEvent", "id": "x"})
    answers = [
        await gp.post("/AuditEvent", content=event, headers=FHIR),
        await gp.put("/AuditEvent/x", content=event, headers=FHIR),
        await officer.delete("/AuditEvent/x"),
        await officer.delete("/AuditEvent?_id=x"),
        await officer.get("/AuditEvent/_history"),
    ]
    for answer in answers:
        assert answer.status_code == 405
        assert answer.headers["allow"] == ALLOW
        assert answer.json()["resourceType"] == "OperationOutcome"
    for kind in ("batch", "transaction"):
        entry = {"resource": json.loads(event), "request": {"method": "POST", "url": "AuditEvent"}}
        sent = json.dumps({"resourceType": "Bundle", "type": kind, "entry": [entry]})
        answer = await gp.post("", content=sent, headers=FHIR)
        status = (
            answer.json()["entry"][0]["response"]["status"] if kind == "batch" else str(answer.status_code)
        )
        assert status == "405"


async def test_entries_of_bundles_and_compartments_read_the_same(jeanne: Client, gp: Client) -> None:
    mine = await found(jeanne, "?outcome=4")
    inside = (await jeanne.get("/Patient/jeanne/AuditEvent?outcome=4")).json()
    assert [one["resource"]["id"] for one in inside["entry"]] == [mine[0]["id"]]
    asked = [{"request": {"method": "GET", "url": f"AuditEvent/{mine[0]['id']}"}}]
    for kind in ("batch", "transaction"):
        sent = json.dumps({"resourceType": "Bundle", "type": kind, "entry": asked})
        read = (await jeanne.post("", content=sent, headers=FHIR)).json()["entry"][0]
        assert read["resource"]["id"] == mine[0]["id"]
        refused = (await gp.post("", content=sent, headers=FHIR)).json()["entry"][0]
        assert refused["response"]["status"] == "404"


async def test_the_free_text_of_a_reason_is_in_no_event(officer: Client) -> None:
    (event,) = await found(officer, "?agent=Patient/paul&type=rest")
    assert event["purposeOfEvent"] == [
        {
            "text": "life-threat",
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
                    "code": "BTG",
                    "display": "break the glass",
                }
            ],
        }
    ]
    assert "secret" not in json.dumps(event)


async def test_reading_the_trace_is_traced(officer: Client, database: Database) -> None:
    await found(officer, "?patient=jeanne&outcome=4")
    async with database.connection() as connection:
        rows = await connection.execute(
            "SELECT who, patient_id, detail FROM trace WHERE action = 'trace-read' ORDER BY key DESC LIMIT 1"
        )
        assert await rows.fetchone() == ("officer", "jeanne", "patient_id, outcome")


async def test_the_statement_says_read_and_search_alone(officer: Client) -> None:
    resources = (await officer.get("/metadata")).json()["rest"][0]["resource"]
    event = next(one for one in resources if one["type"] == "AuditEvent")
    assert [one["code"] for one in event["interaction"]] == ["read", "vread", "search-type"]
    assert "period-start" in [one["name"] for one in event["searchParam"]]


@needs_shared
@pytest.mark.shared
async def test_every_event_conforms_to_the_profile(officer: Client) -> None:
    archive = (SHARED / "ig" / "ans.fhir.fr.tde-2.0.0.tgz").read_bytes()
    guide = Registry(base_artefact(), (compile_package(archive).artefact,))
    events = await found(officer, "?date=ge2020")
    assert len(events) > 8
    assert [fault for one in events for fault in validate(one, [], guide) if fault.severity == "error"] == []
