"""patch: both formats, what is answered, and what prevents it."""

import json
from typing import Any

import pytest

from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, GONE, NOT_FOUND, outcome, weight

JSON_PATCH = {"Content-Type": "application/json-patch+json"}
AMENDED = [{"op": "replace", "path": "/status", "value": "amended"}]
CONFLICT = outcome(
    "conflict",
    "Quelqu’un a modifié cet élément entre-temps (version 1). Votre modification n’a pas été appliquée : rechargez, "
    "puis recommencez.",
    "Someone changed this resource in the meantime (version 1). Your change was not applied: reload and retry.",
)


def fhirpath_patch(path: str = "Observation.status", value: str = "amended") -> str:
    """Return a FHIRPath Patch that replaces a code."""
    parts = [
        {"name": "type", "valueCode": "replace"},
        {"name": "path", "valueString": path},
        {"name": "value", "valueCode": value},
    ]
    return json.dumps({"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]})


@pytest.fixture
async def stored(gp: Client) -> Client:
    """The GP, once a weight is stored as `Observation/w`."""
    assert (await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR)).status_code == 201
    return gp


@pytest.mark.parametrize(
    ("body", "headers"),
    [(json.dumps(AMENDED), JSON_PATCH), (fhirpath_patch(), FHIR)],
    ids=["json", "fhirpath"],
)
async def test_a_patch_makes_the_next_version(stored: Client, body: str, headers: dict[str, str]) -> None:
    answer = await stored.patch("/Observation/w", content=body, headers=headers)

    assert answer.status_code == 200
    assert answer.headers["ETag"] == 'W/"2"'
    assert answer.headers["Location"] == f"{BASE}/Observation/w/_history/2"
    assert (answer.json()["status"], answer.json()["meta"]["versionId"]) == ("amended", "2")
    assert b'"value":62.10' in answer.content
    assert (await stored.get("/Observation/w")).content == answer.content


async def test_a_patch_that_changes_nothing_makes_no_version(stored: Client) -> None:
    body = json.dumps([{"op": "test", "path": "/status", "value": "final"}])

    answer = await stored.patch("/Observation/w", content=body, headers=JSON_PATCH)

    assert (answer.status_code, answer.headers["ETag"]) == (200, 'W/"1"')


@pytest.mark.parametrize(
    ("preference", "expected"), [("minimal", None), ("OperationOutcome", "OperationOutcome")]
)
async def test_a_patch_answers_with_what_prefer_return_asks(
    stored: Client, preference: str, expected: str | None
) -> None:
    headers = JSON_PATCH | {"Prefer": f"return={preference}"}

    answer = await stored.patch("/Observation/w", content=json.dumps(AMENDED), headers=headers)

    assert answer.status_code == 200
    assert (answer.json()["resourceType"] if answer.content else None) == expected


@pytest.mark.parametrize(("version", "status"), [('W/"1"', 200), ('W/"2"', 412)])
async def test_a_patch_of_a_version_is_applied_to_that_version_only(
    stored: Client, version: str, status: int
) -> None:
    headers = JSON_PATCH | {"If-Match": version}

    answer = await stored.patch("/Observation/w", content=json.dumps(AMENDED), headers=headers)

    assert answer.status_code == status
    if status == 412:
        assert answer.json() == CONFLICT


async def test_a_test_that_does_not_hold_returns_422_and_changes_nothing(stored: Client) -> None:
    body = json.dumps([{"op": "test", "path": "/status", "value": "amended"}, *AMENDED])

    answer = await stored.patch("/Observation/w", content=body, headers=JSON_PATCH)

    assert answer.status_code == 422
    assert answer.json() == outcome(
        "processing",
        "Le test du patch n’est pas vérifié. Rien n’a été modifié.",
        "The test of the patch does not hold. Nothing was changed.",
        "[0]",
    )
    assert (await stored.get("/Observation/w")).headers["ETag"] == 'W/"1"'


async def test_a_path_that_leads_nowhere_returns_422(stored: Client) -> None:
    answer = await stored.patch("/Observation/w", content=fhirpath_patch("Observation.issued"), headers=FHIR)

    assert answer.status_code == 422
    assert answer.json() == outcome(
        "processing",
        "L’opération « replace » ne s’applique pas : le chemin désigne 0 éléments au lieu d’un. Rien n’a été modifié.",
        "The operation 'replace' does not apply: the path leads to 0 elements instead of one. Nothing was changed.",
        "Parameters.parameter[0]",
    )


async def test_a_patch_whose_result_is_invalid_returns_422_with_the_path(stored: Client) -> None:
    answer = await stored.patch("/Observation/w", content=fhirpath_patch(value="perhaps"), headers=FHIR)

    assert answer.status_code == 422
    assert answer.json()["issue"][0]["expression"] == ["Observation.status"]
    assert (await stored.get("/Observation/w")).headers["ETag"] == 'W/"1"'


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("{", JSON_PATCH, 400),
        ('[{"op":"jump","path":"/a"}]', JSON_PATCH, 400),
        ('{"resourceType":"Patient"}', FHIR, 400),
        ("<diff/>", {"Content-Type": "application/xml-patch+xml"}, 415),
        ("{}", {}, 415),
        ("{}", {"Content-Type": "application/json-patch+json", "Content-Encoding": "gzip"}, 415),
    ],
)
async def test_a_body_that_is_no_patch_is_refused(
    stored: Client, body: str, headers: dict[str, str], status: int
) -> None:
    answer = await stored.patch("/Observation/w", content=body, headers=headers)

    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


async def test_a_patch_of_nothing_or_of_what_is_invisible_or_deleted(
    stored: Client, outsider: Client
) -> None:
    body = json.dumps(AMENDED)

    nothing = await stored.patch("/Observation/none", content=body, headers=JSON_PATCH)
    invisible = await outsider.patch("/Observation/w", content=body, headers=JSON_PATCH)
    await stored.delete("/Observation/w")
    deleted = await stored.patch("/Observation/w", content=body, headers=JSON_PATCH)

    assert (nothing.status_code, nothing.json()) == (404, NOT_FOUND)
    assert (invisible.status_code, invisible.json()) == (404, NOT_FOUND)
    assert (deleted.status_code, deleted.json()) == (410, GONE)


async def test_a_subject_is_moved_only_to_a_record_the_caller_writes(stored: Client) -> None:
    body: list[dict[str, Any]] = [{"op": "replace", "path": "/subject/reference", "value": "Patient/unknown"}]

    answer = await stored.patch("/Observation/w", content=json.dumps(body), headers=JSON_PATCH)

    assert answer.status_code == 403
    assert (await stored.get("/Observation/w")).headers["ETag"] == 'W/"1"'


@pytest.mark.parametrize(
    ("criteria", "status"), [("code=29463-7", 200), ("code=none", 404), ("", 400), ("colour=blue", 400)]
)
async def test_a_conditional_patch_changes_the_one_match(stored: Client, criteria: str, status: int) -> None:
    answer = await stored.patch(f"/Observation?{criteria}", content=json.dumps(AMENDED), headers=JSON_PATCH)

    assert answer.status_code == status
    assert ((await stored.get("/Observation/w")).headers["ETag"] == 'W/"2"') == (status == 200)


async def test_a_conditional_patch_of_several_matches_changes_none(stored: Client) -> None:
    await stored.put("/Observation/v", content=weight(id="v"), headers=FHIR)

    answer = await stored.patch("/Observation?code=29463-7", content=json.dumps(AMENDED), headers=JSON_PATCH)

    assert answer.status_code == 412
    assert answer.json() == outcome(
        "multiple-matches",
        "Les critères désignent plus de 1 ressource. Rien n’a été modifié.",
        "The criteria match more than 1 resource. Nothing was changed.",
    )
