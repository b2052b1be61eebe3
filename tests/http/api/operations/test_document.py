"""`Composition/$document`: whole, in order, stored under the strictest label; what is missing is told."""

import json
from typing import Any

import pytest

from cordee.access import Gate
from cordee.fhir import decode
from cordee.fhir.r4 import PatientLink, Reference
from cordee.fhir.systems import VISIBILITY
from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, NOT_FOUND, weight
from tests.http.api.operations.conftest import ClientOf
from tests.integration.store.people import patient, team


def composition(*entries: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Composition",
        "id": "c1",
        "status": "final",
        "type": {"text": "Synthèse"},
        "subject": {"reference": "Patient/jeanne"},
        "date": "2026-11-20",
        "author": [{"reference": "Patient/jeanne"}],
        "title": "Synthèse de sortie",
        "section": [{"title": "Mesures", "entry": [{"reference": one} for one in entries]}],
    } | more


async def keep(gate: Gate, body: dict[str, Any]) -> None:
    """Store a Composition as it comes from elsewhere, signed by somebody else than who asks for the document."""
    async with gate.system_door("test").writing() as unit:
        unit.put(decode(json.dumps(body).encode(), "Composition"))


@pytest.fixture
async def address(gp: Client, gate: Gate) -> str:
    """A Composition of the person's own with one measure hidden from her."""
    security = {"security": [{"system": VISIBILITY, "code": "INVISIBLE_PATIENT"}]}
    await gp.put("/Observation/w1", content=weight(id="w1", meta=security), headers=FHIR)
    await gp.put("/Observation/w2", content=weight(id="w2"), headers=FHIR)
    body = composition("Observation/w1", f"{BASE}/Observation/w2")
    await keep(gate, body)
    return "/Composition/c1"


def inside(bundle: dict[str, Any]) -> list[str]:
    return [one["fullUrl"].removeprefix(f"{BASE}/") for one in bundle["entry"]]


async def test_a_document_starts_with_its_composition_and_holds_what_it_names(
    gp: Client, address: str
) -> None:
    answer = await gp.get(f"{address}/$document")

    bundle = answer.json()
    assert (answer.status_code, bundle["type"]) == (200, "document")
    assert bundle["identifier"]["value"].startswith("urn:uuid:")
    assert bundle["timestamp"]
    assert inside(bundle)[0] == "Composition/c1"
    assert sorted(inside(bundle)[1:]) == ["Observation/w1", "Observation/w2", "Patient/jeanne"]
    decode(answer.content, "Bundle")


@pytest.mark.parametrize("query", ["id=c1", "id=Composition/c1", f"id={BASE}/Composition/c1"])
async def test_the_composition_may_be_named_by_a_parameter(gp: Client, address: str, query: str) -> None:
    assert inside((await gp.get(f"/Composition/$document?{query}")).json())[0] == "Composition/c1"


async def test_what_is_not_there_or_not_to_be_seen_is_told(
    gp: Client, gate: Gate, address: str, client_of: ClientOf
) -> None:
    body = composition("Observation/w1", "Observation/nowhere", "https://elsewhere.test/Observation/1")
    await keep(gate, body)
    jeanne = await client_of("jeanne")

    for client, missing in ((gp, ["nowhere", "elsewhere"]), (jeanne, ["w1", "nowhere", "elsewhere"])):
        bundle = (await client.get(f"{address}/$document")).json()
        outcome = bundle["entry"][-1]["resource"]
        assert outcome["resourceType"] == "OperationOutcome"
        told = [issue["diagnostics"] for issue in outcome["issue"]]
        assert len(told) == len(missing)
        assert all(name in text for name, text in zip(missing, told, strict=True))
        assert "Observation/w1" not in inside(bundle) or client is gp


async def test_a_document_is_stored_with_the_labels_inside(
    gp: Client, address: str, client_of: ClientOf, outsider: Client
) -> None:
    answer = await gp.post(f"{address}/$document?persist=true", headers=FHIR)

    assert answer.status_code == 200, answer.text
    location = answer.headers["Location"].removeprefix(BASE).partition("/_history")[0]
    assert (await gp.get(location)).json()["type"] == "document"
    for login in ("jeanne", "social"):
        assert (await (await client_of(login)).get(location)).status_code == 404
    assert (await outsider.get(location)).status_code == 404


async def test_a_document_that_is_not_whole_is_not_stored(gp: Client, gate: Gate, address: str) -> None:
    await keep(gate, composition("Observation/nowhere"))

    answer = await gp.post(f"{address}/$document?persist=true", headers=FHIR)

    assert answer.status_code == 422
    assert answer.json()["issue"][0]["code"] == "incomplete"


async def test_someone_outside_the_circle_gets_no_document(outsider: Client, address: str) -> None:
    for answer in (
        await outsider.get(f"{address}/$document"),
        await outsider.get("/Composition/$document?id=c1"),
        await outsider.post(f"{address}/$document?persist=true", headers=FHIR),
    ):
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/Composition/c1/$document?persist=true", 405),
        ("/Composition/c1/$document?id=c1", 400),
        ("/Composition/$document", 400),
        ("/Composition/$document?id=https://elsewhere.test/Composition/1", 400),
        ("/Composition/c1/$document?graph=urn:a", 400),
        ("/Composition/c1/$document?persist=maybe", 400),
    ],
)
async def test_what_does_not_fit_is_refused(gp: Client, address: str, path: str, status: int) -> None:
    assert (await gp.get(path)).status_code == status


async def test_the_record_of_another_person_stays_out_of_a_document(gp: Client, gate: Gate) -> None:
    async with gate.system_door("test").writing() as unit:
        unit.create(patient("paul", "Martin"))
        unit.create(team("paul"))
        linked = patient()
        linked.link = [PatientLink(other=Reference(reference="Patient/paul"), type="seealso")]
        unit.put(linked)
    assert (await gp.get("/Patient/paul")).status_code == 200
    await keep(gate, composition("Patient/jeanne"))
    assert inside((await gp.get("/Composition/c1/$document")).json()) == ["Composition/c1", "Patient/jeanne"]

    await keep(gate, composition("Patient/paul"))
    assert (await gp.post("/Composition/c1/$document?persist=true")).status_code == 422
