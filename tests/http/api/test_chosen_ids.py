"""Ids of the caller's choice: any but those the platform draws, whose refusal tells nothing of what they are."""

import json

import pytest

from cordee.access import Gate
from cordee.fhir import decode
from cordee.kernel.ids import part_id
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR, weight
from tests.integration.store.people import patient

WHOLE = "01920000-0000-7000-8000-000000000001"
FREE, ELSEWHERE, HERE = (part_id(WHOLE, name) for name in ("free", "elsewhere", "here"))


@pytest.fixture
async def drawn(gate: Gate) -> None:
    """A weight of Jeanne and one of Paul, under ids that the platform drew."""
    async with gate.system_door("test").writing() as unit:
        unit.create(patient("paul", "Petit"))
        unit.create(decode(weight(id=HERE).encode(), "Observation"))
        unit.create(
            decode(weight(id=ELSEWHERE, subject={"reference": "Patient/paul"}).encode(), "Observation")
        )


def bundle(id_: str, url: str) -> str:
    """Return a transaction that puts a weight."""
    entry = {"resource": json.loads(weight(id=id_)), "request": {"method": "PUT", "url": url}}
    return json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": [entry]})


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("way", ["put", "put-new", "put-matching", "entry", "entry-matching"])
async def test_id_the_platform_draws_is_refused_alike_taken_elsewhere_or_not(gp: Client, way: str) -> None:
    said = []
    for id_ in (FREE, ELSEWHERE):
        one, matching = f"Observation/{id_}", "Observation?identifier=urn:test|none"
        match way:
            case "put":
                answer = await gp.put(f"/{one}", content=weight(id=id_), headers=FHIR)
            case "put-new":
                answer = await gp.put(
                    f"/{one}", content=weight(id=id_), headers=FHIR | {"If-None-Match": "*"}
                )
            case "put-matching":
                answer = await gp.put(f"/{matching}", content=weight(id=id_), headers=FHIR)
            case _:
                url = one if way == "entry" else matching
                answer = await gp.post("", content=bundle(id_, url), headers=FHIR)
        said.append((answer.status_code, answer.text))
    assert said[0] == said[1]
    assert said[0][0] == 422
    assert "identifiant a la forme" in said[0][1]
    assert (await gp.get("/Observation?_summary=count")).json()["total"] == 1


@pytest.mark.usefixtures("drawn")
async def test_what_stands_under_such_an_id_is_written_as_anything_else(gp: Client) -> None:
    answer = await gp.put(f"/Observation/{HERE}", content=weight("70", id=HERE), headers=FHIR)
    assert (answer.status_code, answer.headers["ETag"]) == (200, 'W/"2"')


@pytest.mark.parametrize("id_", [WHOLE, "mine", "0190d3a2-8c0d-4c0d-a123-123456789abc"])
async def test_any_other_id_may_be_chosen(gp: Client, id_: str) -> None:
    assert (await gp.put(f"/Observation/{id_}", content=weight(id=id_), headers=FHIR)).status_code == 201
