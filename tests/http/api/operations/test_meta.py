"""`$meta`, `$meta-add`, `$meta-delete`: sets of labels, each change a version under the rights of a write."""

from typing import Any

import pytest

from cordee.fhir.systems import VISIBILITY
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR, NOT_FOUND, weight
from tests.http.api.operations.conftest import ClientOf

TAG = {"system": "urn:test:tag", "code": "a", "display": "Premier"}
OTHER = {"system": "urn:test:tag", "code": "b"}
HIDDEN = {"system": VISIBILITY, "code": "INVISIBLE_PATIENT"}


@pytest.fixture
async def address(gp: Client) -> str:
    await gp.put("/Observation/w1", content=weight(id="w1"), headers=FHIR)
    return "/Observation/w1"


def labels(**meta: Any) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": [{"name": "meta", "valueMeta": meta}]}


async def changed(client: Client, address: str, name: str, **meta: Any) -> dict[str, Any]:
    answer = await client.post(f"{address}/${name}", json=labels(**meta), headers=FHIR)
    assert answer.status_code == 200, answer.text
    (parameter,) = answer.json()["parameter"]
    found: dict[str, Any] = parameter["valueMeta"]
    return found


async def test_labels_are_added_once_and_taken_away(gp: Client, address: str) -> None:
    added = await changed(gp, address, "meta-add", tag=[TAG, OTHER], profile=["urn:test:profile"])
    again = await changed(
        gp, address, "meta-add", tag=[TAG | {"display": "Autre"}], profile=["urn:test:profile"]
    )
    removed = await changed(gp, address, "meta-delete", tag=[{"system": "urn:test:tag", "code": "a"}, HIDDEN])
    emptied = await changed(gp, address, "meta-delete", tag=[OTHER], profile=["urn:test:profile"])

    assert (added["tag"], added["profile"]) == ([TAG, OTHER], ["urn:test:profile"])
    assert again == added
    assert removed["tag"] == [OTHER]
    assert emptied.keys() == {"versionId", "lastUpdated"}
    assert (added["versionId"], again["versionId"], removed["versionId"], emptied["versionId"]) == (
        "2",
        "2",
        "3",
        "4",
    )


async def test_the_answer_is_what_stands(gp: Client, address: str) -> None:
    added = await changed(gp, address, "meta-add", tag=[TAG])

    assert (await gp.get(address)).json()["meta"] == added
    assert (await gp.get(f"{address}/$meta")).json()["parameter"][0]["valueMeta"] == added
    assert b'"value":62.10' in (await gp.get(address)).content


async def test_a_visibility_label_hides_at_once(gp: Client, address: str, client_of: ClientOf) -> None:
    jeanne = await client_of("jeanne")
    before = (await jeanne.get(address)).status_code
    await changed(gp, address, "meta-add", security=[HIDDEN])

    assert (before, (await jeanne.get(address)).status_code) == (200, 404)
    assert (await jeanne.get(f"{address}/$meta")).status_code == 404


@pytest.mark.parametrize("name", ["meta-add", "meta-delete"])
async def test_who_may_not_see_or_write_changes_nothing(
    outsider: Client, gp: Client, address: str, client_of: ClientOf, name: str
) -> None:
    jeanne, body = await client_of("jeanne"), labels(tag=[TAG])
    unseen = await outsider.post(f"{address}/${name}", json=body, headers=FHIR)
    unwritten = await jeanne.post(f"/Patient/jeanne/${name}", json=body, headers=FHIR)
    of_another = await jeanne.post(f"{address}/${name}", json=body, headers=FHIR)

    assert (unseen.status_code, unseen.json()) == (404, NOT_FOUND)
    assert unwritten.status_code in (403, 404)
    assert of_another.status_code in (403, 404)
    assert (await gp.get(address)).json()["meta"]["versionId"] == "1"


@pytest.mark.parametrize("name", ["meta-add", "meta-delete"])
async def test_a_change_is_posted_to_an_instance_with_a_meta(gp: Client, address: str, name: str) -> None:
    assert (await gp.get(f"{address}/${name}")).status_code == 405
    assert (await gp.post(f"{address}/${name}", headers=FHIR)).status_code == 400
    assert (await gp.post(f"/Observation/${name}", json=labels(), headers=FHIR)).status_code == 404
    assert (await gp.post(f"{address}/${name}", json=labels(tag="x"), headers=FHIR)).status_code == 400


async def test_if_match_refuses_another_version(gp: Client, address: str) -> None:
    headers = FHIR | {"If-Match": 'W/"7"'}

    answer = await gp.post(f"{address}/$meta-add", json=labels(tag=[TAG]), headers=headers)

    assert answer.status_code == 412


async def test_the_labels_in_use_are_those_the_caller_may_see(
    gp: Client, outsider: Client, address: str, client_of: ClientOf
) -> None:
    await changed(gp, address, "meta-add", tag=[TAG], profile=["urn:test:profile"])
    await gp.put(
        "/Observation/w2", content=weight(id="w2", meta={"security": [HIDDEN], "tag": [OTHER]}), headers=FHIR
    )
    jeanne = await client_of("jeanne")

    async def in_use(client: Client, where: str) -> dict[str, Any]:
        answer = await client.get(f"{where}/$meta")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = next(iter(answer.json().get("parameter", [])), {}).get("valueMeta", {})
        return found

    tag = {"system": "urn:test:tag", "code": "a"}
    for where in ("/Observation", ""):
        assert await in_use(gp, where) == {
            "profile": ["urn:test:profile"],
            "security": [HIDDEN],
            "tag": [tag, OTHER],
        }
        assert await in_use(jeanne, where) == {"profile": ["urn:test:profile"], "tag": [tag]}
        assert await in_use(outsider, where) == {}
    assert await in_use(gp, "/Goal") == {}
