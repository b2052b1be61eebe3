"""create, update and delete: what is stored, what is answered, and what a precondition prevents."""

import json

import pytest

from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, outcome, weight


async def test_create_returns_201_with_location_version_and_what_was_stored(gp: Client) -> None:
    answer = await gp.post("/Observation", content=weight(id="mine"), headers=FHIR)

    stored = answer.json()
    assert answer.status_code == 201
    assert stored["id"] != "mine"
    assert answer.headers["Location"] == f"{BASE}/Observation/{stored['id']}/_history/1"
    assert answer.headers["ETag"] == 'W/"1"'
    assert "Last-Modified" in answer.headers
    assert (await gp.get(f"/Observation/{stored['id']}")).content == answer.content


@pytest.mark.parametrize(
    ("preference", "expected"),
    [("minimal", None), ("representation", "Observation"), ("OperationOutcome", "OperationOutcome")],
)
async def test_create_answers_with_what_prefer_return_asks(
    gp: Client, preference: str, expected: str | None
) -> None:
    headers = FHIR | {"Prefer": f"return={preference}"}

    answer = await gp.post("/Observation", content=weight(), headers=headers)

    assert answer.status_code == 201
    assert (answer.json()["resourceType"] if answer.content else None) == expected


async def test_an_unknown_preference_is_refused(gp: Client) -> None:
    answer = await gp.post("/Observation", content=weight(), headers=FHIR | {"Prefer": "return=everything"})

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["expression"] == ["http.prefer"]


async def test_create_outside_the_circle_is_refused_and_stores_nothing(gp: Client, outsider: Client) -> None:
    answer = await outsider.post("/Observation", content=weight(), headers=FHIR)

    assert answer.status_code == 403
    assert answer.json()["issue"][0]["code"] == "forbidden"
    assert (await gp.get("/Observation?_summary=count")).json()["total"] == 0


async def test_update_makes_the_next_version_and_equal_content_none(gp: Client) -> None:
    id_ = (await gp.post("/Observation", content=weight("62.10"), headers=FHIR)).json()["id"]

    changed = await gp.put(f"/Observation/{id_}", content=weight("62.1", id=id_), headers=FHIR)
    again = await gp.put(f"/Observation/{id_}", content=weight("62.1", id=id_), headers=FHIR)

    assert (changed.status_code, changed.headers["ETag"]) == (200, 'W/"2"')
    assert (again.status_code, again.headers["ETag"]) == (200, 'W/"2"')
    assert again.content == changed.content


async def test_update_of_a_new_id_creates_it(gp: Client) -> None:
    answer = await gp.put("/Observation/weight-1", content=weight(id="weight-1"), headers=FHIR)

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{BASE}/Observation/weight-1/_history/1"


async def test_update_with_the_current_version_is_stored_and_with_another_refused(gp: Client) -> None:
    await gp.put("/Observation/w", content=weight("1", id="w"), headers=FHIR)

    right = await gp.put("/Observation/w", content=weight("2", id="w"), headers=FHIR | {"If-Match": 'W/"1"'})
    wrong = await gp.put("/Observation/w", content=weight("3", id="w"), headers=FHIR | {"If-Match": 'W/"1"'})

    assert (right.status_code, right.headers["ETag"]) == (200, 'W/"2"')
    assert wrong.status_code == 412
    assert wrong.json()["issue"][0]["code"] == "conflict"
    assert (await gp.get("/Observation/w")).json()["valueQuantity"]["value"] == 2


async def test_update_with_a_version_of_nothing_returns_412(gp: Client) -> None:
    answer = await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR | {"If-Match": 'W/"1"'})

    assert answer.status_code == 412


async def test_update_only_if_new_refuses_what_exists(gp: Client) -> None:
    headers = FHIR | {"If-None-Match": "*"}

    first = await gp.put("/Observation/w", content=weight("1", id="w"), headers=headers)
    second = await gp.put("/Observation/w", content=weight("2", id="w"), headers=headers)

    assert (first.status_code, second.status_code) == (201, 412)
    assert second.json() == outcome(
        "conflict",
        "Cette ressource existe déjà (If-None-Match: *). Rien n’a été modifié.",
        "This resource exists already (If-None-Match: *). Nothing was changed.",
    )


async def test_an_if_match_that_cannot_be_read_is_refused(gp: Client) -> None:
    answer = await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR | {"If-Match": "1"})

    assert answer.status_code == 400
    assert answer.json() == outcome(
        "invalid",
        'L’en-tête If-Match est de la forme W/"3".',
        'The If-Match header is of the form W/"3".',
        "http.if-match",
    )


@pytest.mark.parametrize("body", [weight(id="other"), weight()])
async def test_update_with_another_id_in_the_body_is_refused(gp: Client, body: str) -> None:
    answer = await gp.put("/Observation/w", content=body, headers=FHIR)

    assert answer.status_code == 400
    assert answer.json() == outcome(
        "value",
        "L’identifiant de la ressource doit être celui de l’adresse.",
        "The id of the resource must be the one of the address.",
        "Observation.id",
    )


async def test_update_of_what_is_invisible_answers_as_if_it_were_not_there(
    gp: Client, outsider: Client
) -> None:
    await gp.put("/Observation/w", content=weight("1", id="w"), headers=FHIR)

    answer = await outsider.put("/Observation/w", content=weight("2", id="w"), headers=FHIR)
    absent = await outsider.put("/Observation/none", content=weight("2", id="none"), headers=FHIR)

    assert (answer.status_code, answer.json()) == (absent.status_code, absent.json())
    assert answer.status_code == 403
    assert (await gp.get("/Observation/w")).headers["ETag"] == 'W/"1"'


async def test_delete_returns_204_and_again_204_and_of_nothing_204(gp: Client) -> None:
    await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR)

    first, second = await gp.delete("/Observation/w"), await gp.delete("/Observation/w")

    assert (first.status_code, first.content, first.headers["ETag"]) == (204, b"", 'W/"2"')
    assert (second.status_code, second.headers["ETag"]) == (204, 'W/"2"')
    nothing = await gp.delete("/Observation/none")
    assert (nothing.status_code, nothing.headers.get("ETag")) == (204, None)


async def test_delete_with_another_version_is_refused(gp: Client) -> None:
    await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR)

    answer = await gp.delete("/Observation/w", headers={"If-Match": 'W/"4"'})

    assert answer.status_code == 412
    assert (await gp.get("/Observation/w")).status_code == 200


async def test_put_after_delete_brings_the_resource_back(gp: Client) -> None:
    await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR)
    await gp.delete("/Observation/w")

    answer = await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR)

    assert (answer.status_code, answer.headers["ETag"]) == (201, 'W/"3"')
    assert json.loads(answer.content)["meta"]["versionId"] == "3"
