"""Conditional create, update and delete: what each number of matches answers, and that two at once make one."""

import asyncio
import json
from typing import Any

import pytest

from cordee.api.conditional_delete import DELETED_MAX
from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, outcome, weight

IDENTIFIER = {"system": "urn:test", "value": "1"}
CRITERIA = "identifier=urn:test|1"
SEVERAL = outcome(
    "multiple-matches",
    "Les critères désignent plus de 1 ressource. Rien n’a été modifié.",
    "The criteria match more than 1 resource. Nothing was changed.",
)


def known(value: str = "62.10", number: str = "1", **more: Any) -> str:
    """Return a weight with an identifier."""
    return weight(value, identifier=[{"system": "urn:test", "value": number}], **more)


async def count(client: Client) -> int:
    """Return how many weights the client sees."""
    total: int = (await client.get("/Observation?_summary=count")).json()["total"]
    return total


async def test_conditional_create_without_a_match_creates(gp: Client) -> None:
    answer = await gp.post("/Observation", content=known(), headers=FHIR | {"If-None-Exist": CRITERIA})

    assert (answer.status_code, answer.headers["ETag"]) == (201, 'W/"1"')
    assert answer.headers["Location"] == f"{BASE}/Observation/{answer.json()['id']}/_history/1"


async def test_conditional_create_with_a_match_returns_it_as_it_is(gp: Client) -> None:
    first = await gp.post("/Observation", content=known("62.10"), headers=FHIR)

    answer = await gp.post("/Observation", content=known("70"), headers=FHIR | {"If-None-Exist": CRITERIA})

    assert (answer.status_code, answer.headers["ETag"]) == (200, 'W/"1"')
    assert answer.headers["Location"] == first.headers["Location"]
    assert answer.headers["Last-Modified"] == first.headers["Last-Modified"]
    assert answer.content == first.content
    assert await count(gp) == 1


async def test_conditional_create_with_several_matches_is_refused(gp: Client) -> None:
    for _ in range(2):
        await gp.post("/Observation", content=known(), headers=FHIR)

    answer = await gp.post("/Observation", content=known(), headers=FHIR | {"If-None-Exist": CRITERIA})

    assert (answer.status_code, answer.json()) == (412, SEVERAL)
    assert await count(gp) == 2


async def test_what_is_invisible_or_deleted_matches_nothing(gp: Client, outsider: Client) -> None:
    await gp.put("/Observation/w", content=known(id="w"), headers=FHIR)
    invisible = await outsider.post(
        "/Observation", content=known(), headers=FHIR | {"If-None-Exist": CRITERIA}
    )
    await gp.delete("/Observation/w")
    deleted = await gp.post("/Observation", content=known(), headers=FHIR | {"If-None-Exist": CRITERIA})

    assert invisible.status_code == 403  # as a create outside the circle, with or without a match
    assert deleted.status_code == 201


@pytest.mark.parametrize(
    "criteria",
    [
        "",
        "?",
        "colour=blue",
        "identifier=",
        "identifier=|",
        "identifier=%20",
        "_count=1",
        "_expunge=true",
        "_sort=date",
    ],
)
@pytest.mark.parametrize("method", ["create", "PUT", "PATCH", "DELETE"])
async def test_criteria_that_say_nothing_change_nothing(gp: Client, method: str, criteria: str) -> None:
    await gp.put("/Observation/w", content=known(id="w"), headers=FHIR)
    if method == "create":
        answer = await gp.post("/Observation", content=known(), headers=FHIR | {"If-None-Exist": criteria})
    else:
        headers = FHIR if method == "PUT" else {"Content-Type": "application/json-patch+json"}
        body = None if method == "DELETE" else known() if method == "PUT" else "[]"
        answer = await gp.request(
            method, f"/Observation?{criteria.lstrip('?')}", content=body, headers=headers
        )

    assert answer.status_code == 400, answer.text
    assert (await gp.get("/Observation/w")).headers["ETag"] == 'W/"1"'
    assert await count(gp) == 1


@pytest.mark.parametrize("attempts", [8])
async def test_conditional_creates_at_once_give_one_resource(gp: Client, attempts: int) -> None:
    headers = FHIR | {"If-None-Exist": CRITERIA}

    answers = await asyncio.gather(
        *(gp.post("/Observation", content=known(str(60 + n)), headers=headers) for n in range(attempts))
    )

    assert sorted(answer.status_code for answer in answers) == [200] * (attempts - 1) + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len({answer.content for answer in answers}) == 1
    assert await count(gp) == 1


async def test_criteria_that_share_a_value_wait_for_each_other(gp: Client) -> None:
    several = [
        "identifier=urn:test|1",
        "identifier=1",
        "identifier=urn:test|1&subject=Patient/jeanne",
        CRITERIA,
    ]

    answers = await asyncio.gather(
        *(
            gp.post("/Observation", content=known(), headers=FHIR | {"If-None-Exist": one})
            for one in several * 2
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert await count(gp) == 1


async def test_conditional_update_without_a_match_creates_under_the_id_of_the_body(gp: Client) -> None:
    unnamed = await gp.put(f"/Observation?{CRITERIA}", content=known(), headers=FHIR)
    named = await gp.put("/Observation?identifier=2", content=known(number="2", id="mine"), headers=FHIR)

    assert (unnamed.status_code, named.status_code) == (201, 201)
    assert unnamed.headers["Location"].startswith(f"{BASE}/Observation/")
    assert named.headers["Location"] == f"{BASE}/Observation/mine/_history/1"


async def test_conditional_update_with_a_match_makes_its_next_version(gp: Client) -> None:
    await gp.put("/Observation/w", content=known("62", id="w"), headers=FHIR)

    unnamed = await gp.put(f"/Observation?{CRITERIA}", content=known("63"), headers=FHIR)
    named = await gp.put(f"/Observation?{CRITERIA}", content=known("64", id="w"), headers=FHIR)
    same = await gp.put(f"/Observation?{CRITERIA}", content=known("64"), headers=FHIR)

    assert [one.status_code for one in (unnamed, named, same)] == [200, 200, 200]
    assert [one.headers["ETag"] for one in (unnamed, named, same)] == ['W/"2"', 'W/"3"', 'W/"3"']
    assert await count(gp) == 1


async def test_conditional_update_of_another_id_than_the_match_is_refused(gp: Client) -> None:
    await gp.put("/Observation/w", content=known(id="w"), headers=FHIR)

    answer = await gp.put(f"/Observation?{CRITERIA}", content=known(id="other"), headers=FHIR)

    assert answer.status_code == 400
    assert answer.json() == outcome(
        "value",
        "L’identifiant de la ressource doit être celui de l’adresse.",
        "The id of the resource must be the one of the address.",
        "Observation.id",
    )


async def test_conditional_update_of_an_id_that_is_something_else_is_refused(gp: Client) -> None:
    await gp.put("/Observation/w", content=known(number="9", id="w"), headers=FHIR)

    answer = await gp.put(f"/Observation?{CRITERIA}", content=known(id="w"), headers=FHIR)

    assert answer.status_code == 409
    assert answer.json() == outcome(
        "conflict",
        "Observation/w existe déjà. Rien n’a été enregistré une seconde fois.",
        "Observation/w exists already. Nothing was stored a second time.",
    )


async def test_conditional_update_of_several_matches_is_refused(gp: Client) -> None:
    for id_ in ("v", "w"):
        await gp.put(f"/Observation/{id_}", content=known(id=id_), headers=FHIR)

    answer = await gp.put(f"/Observation?{CRITERIA}", content=known(), headers=FHIR)

    assert (answer.status_code, answer.json()) == (412, SEVERAL)


@pytest.mark.parametrize(
    ("headers", "is_there", "status"),
    [
        ({"If-Match": 'W/"1"'}, True, 200),
        ({"If-Match": 'W/"2"'}, True, 412),
        ({"If-Match": 'W/"1"'}, False, 412),
        ({"If-None-Match": "*"}, True, 412),
        ({"If-None-Match": "*"}, False, 201),
    ],
)
async def test_conditional_update_under_a_precondition(
    gp: Client, headers: dict[str, str], is_there: bool, status: int
) -> None:
    if is_there:
        await gp.put("/Observation/w", content=known("1", id="w"), headers=FHIR)

    answer = await gp.put(f"/Observation?{CRITERIA}", content=known("2"), headers=FHIR | headers)

    assert answer.status_code == status


async def test_conditional_updates_at_once_give_one_resource_with_a_linear_history(gp: Client) -> None:
    answers = await asyncio.gather(
        *(gp.put(f"/Observation?{CRITERIA}", content=known(str(60 + n)), headers=FHIR) for n in range(8))
    )

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert sorted(answer.json()["meta"]["versionId"] for answer in answers) == list("12345678")
    assert await count(gp) == 1


async def test_conditional_delete_deletes_every_match_and_nothing_else(gp: Client) -> None:
    for id_, number in (("u", "1"), ("v", "1"), ("w", "2")):
        await gp.put(f"/Observation/{id_}", content=known(number=number, id=id_), headers=FHIR)

    answer = await gp.delete(f"/Observation?{CRITERIA}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert [(await gp.get(f"/Observation/{id_}")).status_code for id_ in "uvw"] == [410, 410, 200]
    assert (await gp.delete(f"/Observation?{CRITERIA}")).status_code == 204


async def test_conditional_delete_of_one_tells_its_version(gp: Client) -> None:
    await gp.put("/Observation/w", content=known(id="w"), headers=FHIR)

    answer = await gp.delete(f"/Observation?{CRITERIA}")

    assert (answer.status_code, answer.headers["ETag"]) == (204, 'W/"2"')


async def test_conditional_delete_of_more_than_the_most_deletes_none(gp: Client) -> None:
    entries = [
        {"request": {"method": "POST", "url": "Observation"}, "resource": json.loads(known())}
        for _ in range(DELETED_MAX + 1)
    ]
    body = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    assert (await gp.post(BASE, json=body, headers=FHIR)).status_code == 200

    answer = await gp.delete(f"/Observation?{CRITERIA}")

    assert answer.status_code == 412
    assert answer.json() == outcome(
        "multiple-matches",
        f"Les critères désignent plus de {DELETED_MAX} ressources. Rien n’a été modifié.",
        f"The criteria match more than {DELETED_MAX} resources. Nothing was changed.",
    )
    assert await count(gp) == DELETED_MAX + 1


@pytest.mark.parametrize(("version", "number", "status"), [(1, "1", 204), (2, "1", 412), (1, "9", 412)])
async def test_conditional_delete_of_a_version(gp: Client, version: int, number: str, status: int) -> None:
    await gp.put("/Observation/w", content=known(id="w"), headers=FHIR)

    answer = await gp.delete(f"/Observation?identifier={number}", headers={"If-Match": f'W/"{version}"'})

    assert answer.status_code == status


async def test_a_delete_answers_with_an_outcome_when_it_is_asked_for(gp: Client) -> None:
    await gp.put("/Observation/w", content=known(id="w"), headers=FHIR)

    answer = await gp.delete("/Observation/w", headers={"Prefer": "return=OperationOutcome"})

    assert answer.status_code == 200
    assert answer.json() == outcome(
        "informational",
        "Observation/w, version 2 : supprimé.",
        "Observation/w, version 2: deleted.",
        severity="information",
    )
