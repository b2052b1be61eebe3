"""Histories of a type and of everything: what they hold, in which order, page by page, and for whom."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, weight


async def written(gp: Client) -> None:
    """Store two weights, change one, delete the other."""
    await gp.put("/Observation/a", content=weight("1", id="a"), headers=FHIR)
    await gp.put("/Observation/b", content=weight("2", id="b"), headers=FHIR)
    await asyncio.sleep(0.01)
    await gp.put("/Observation/a", content=weight("3", id="a"), headers=FHIR)
    await asyncio.sleep(0.01)
    await gp.delete("/Observation/b")


def versions(answer: Any) -> list[str]:
    """Return `id/version` of each entry."""
    assert answer.status_code == 200, answer.text
    return [
        f"{one['fullUrl'].rpartition('/')[2]}{one['response']['etag'][3:-1]}"
        for one in answer.json().get("entry", [])
    ]


async def test_the_history_of_a_type_is_newest_first_with_deletions(gp: Client) -> None:
    await written(gp)

    answer = await gp.get("/Observation/_history")

    assert versions(answer) in (["b2", "a2", "b1", "a1"], ["b2", "a2", "a1", "b1"])
    assert answer.json()["type"] == "history"
    deletion, update = answer.json()["entry"][:2]
    assert deletion["request"] == {"method": "DELETE", "url": "Observation/b"}
    assert "resource" not in deletion
    assert update["request"] == {"method": "PUT", "url": "Observation/a"}
    assert update["response"]["status"] == "200"
    assert update["response"]["lastModified"] == update["resource"]["meta"]["lastUpdated"]
    assert answer.json()["link"] == [{"relation": "self", "url": f"{BASE}/Observation/_history"}]


async def test_the_history_of_everything_holds_what_the_caller_sees(gp: Client, outsider: Client) -> None:
    await written(gp)

    mine = versions(await gp.get("/_history"))
    theirs = versions(await outsider.get("/_history"))

    assert set(mine) == {"b2", "a2", "b1", "a1", "jeanne1", "team-jeanne1"}
    assert theirs == []


async def test_pages_of_a_history_follow_while_others_write(gp: Client) -> None:
    await written(gp)
    seen, url = [], "/Observation/_history?_count=1"

    while url:
        answer = await gp.get(url)
        seen += versions(answer)
        await gp.put("/Observation/a", content=weight(str(len(seen) + 10), id="a"), headers=FHIR)
        links = {one["relation"]: one["url"] for one in answer.json()["link"]}
        url = links.get("next", "")

    assert seen[:2] == ["b2", "a2"]
    assert set(seen) == {"b2", "a2", "b1", "a1"}


@pytest.mark.parametrize("path", ["/Observation/_history", "/_history", "/Observation/a/_history"])
async def test_since_leaves_out_what_is_older(gp: Client, path: str) -> None:
    await written(gp)
    changed = (await gp.get("/Observation/a")).json()["meta"]["lastUpdated"]

    answer = await gp.get(path, params={"_since": changed})

    assert versions(answer) == (["a2"] if path == "/Observation/a/_history" else ["b2", "a2"])
    assert f"_since={changed.replace(':', '%3A')}" in answer.json()["link"][0]["url"]


@pytest.mark.parametrize("path", ["/Observation/_history", "/Observation/a/_history"])
async def test_at_returns_what_was_current_then(gp: Client, path: str) -> None:
    await written(gp)
    first = (await gp.get("/Observation/a/_history/1")).json()["meta"]["lastUpdated"]
    changed = (await gp.get("/Observation/a")).json()["meta"]["lastUpdated"]
    is_one = path == "/Observation/a/_history"

    then = versions(await gp.get(path, params={"_at": first}))
    later = versions(await gp.get(path, params={"_at": changed}))
    whole = versions(await gp.get(path, params={"_at": changed[:4]}))
    before = versions(await gp.get(path, params={"_at": "2001-01"}))

    assert "a1" in then
    assert "a2" not in then
    assert sorted(later) == (["a2"] if is_one else ["a2", "b1"])
    assert sorted(whole) == (["a1", "a2"] if is_one else ["a1", "a2", "b1", "b2"])
    assert before == []


async def test_a_history_of_something_visible_with_nothing_in_the_span_is_empty(gp: Client) -> None:
    await written(gp)

    answer = await gp.get("/Observation/a/_history?_since=2099-01-01T00:00:00Z")

    assert versions(answer) == []


@pytest.mark.parametrize(
    "query",
    ["_since=yesterday", "_since=2026-01-01", "_at=2026-13", "_count=x", "_count=-1", "_cursor=x", "_at=%00"],
)
@pytest.mark.parametrize("path", ["/Observation/_history", "/_history", "/Patient/jeanne/_history"])
async def test_a_parameter_that_cannot_be_read_is_refused(gp: Client, path: str, query: str) -> None:
    answer = await gp.get(f"{path}?{query}")

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["expression"] == [f"http.{query.partition('=')[0]}"]


async def test_unknown_parameters_are_ignored_or_refused_as_handling_asks(gp: Client) -> None:
    lenient = await gp.get("/Observation/_history?colour=blue")
    strict = await gp.get("/Observation/_history?colour=blue", headers={"Prefer": "handling=strict"})

    assert lenient.json()["link"][0]["url"] == f"{BASE}/Observation/_history"
    assert (strict.status_code, strict.json()["issue"][0]["expression"]) == (400, ["http.colour"])


async def test_the_date_of_the_first_version_is_an_instant(gp: Client) -> None:
    await written(gp)

    (entry,) = (await gp.get("/Patient/_history")).json()["entry"]

    assert datetime.fromisoformat(entry["response"]["lastModified"]).tzinfo is not None
