"""`_summary`, `_elements` and `_pretty` on a read, and addresses that carry them."""

import pytest

from tests.http.api.conftest import Client
from tests.http.api.content import FHIR, outcome, weight


@pytest.fixture
async def stored(gp: Client) -> Client:
    """The GP, once a weight is stored as `Observation/w`."""
    await gp.put("/Observation/w", content=weight(id="w", note=[{"text": "à jeun"}]), headers=FHIR)
    return gp


@pytest.mark.parametrize("path", ["/Observation/w", "/Observation/w/_history/1"])
@pytest.mark.parametrize(
    ("query", "present", "absent"),
    [
        ("_elements=status", {"status"}, {"note", "valueQuantity"}),
        ("_summary=true", {"status", "valueQuantity"}, {"note"}),
        ("_summary=data", {"status", "note"}, {"text"}),
    ],
)
async def test_a_part_is_marked_and_keeps_the_version(
    stored: Client, path: str, query: str, present: set[str], absent: set[str]
) -> None:
    answer = await stored.get(f"{path}?{query}")

    assert (answer.status_code, answer.headers["ETag"]) == (200, 'W/"1"')
    said = answer.json()
    assert present <= said.keys()
    assert not absent & said.keys()
    assert "SUBSETTED" in [tag["code"] for tag in said["meta"]["tag"]]


@pytest.mark.parametrize("query", ["_summary=false", "_elements=", "_format=json", "other=1"])
async def test_the_whole_is_served_as_it_is_stored(stored: Client, query: str) -> None:
    whole, answer = await stored.get("/Observation/w"), await stored.get(f"/Observation/w?{query}")

    assert answer.content == whole.content


async def test_pretty_changes_spaces_only(stored: Client) -> None:
    whole, answer = await stored.get("/Observation/w"), await stored.get("/Observation/w?_pretty=true")

    assert answer.json() == whole.json()
    assert b"\n  " in answer.content
    assert b"62.10" in answer.content


@pytest.mark.parametrize("summary", ["count", "everything"])
async def test_a_summary_there_is_not_is_refused(stored: Client, summary: str) -> None:
    answer = await stored.get(f"/Observation/w?_summary={summary}")

    assert answer.status_code == 400
    assert answer.json() == outcome(
        "value",
        "_summary vaut l’un de : data, false, text, true.",
        "_summary is one of: data, false, text, true.",
        "http._summary",
    )


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/Observation/w", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        ("/Observation", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
        ("/metadata", "GET, HEAD, OPTIONS"),
    ],
)
async def test_options_tells_the_methods_of_an_address(nobody: Client, path: str, allow: str) -> None:
    answer = await nobody.options(path)

    assert (answer.status_code, answer.headers["Allow"], answer.content) == (204, allow, b"")


@pytest.mark.parametrize(
    "path", ["/Patient/jeanne/", "//Patient/jeanne", "/Patient//jeanne", "/metadata/x", "/Patient/%24x/y/z/a"]
)
async def test_an_address_with_an_empty_or_strange_segment_is_unknown(gp: Client, path: str) -> None:
    answer = await gp.get(f"http://cordee.test/fhir{path}")

    assert (answer.status_code, answer.json()["resourceType"]) == (404, "OperationOutcome")
