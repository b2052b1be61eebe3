"""Search over HTTP: pages, links that can be followed, what was ignored, and what is refused in strict handling."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, outcome, weight


@pytest.fixture
async def weights(gp: Client) -> list[str]:
    """Five weights of Jeanne's, on five days."""
    for day in range(1, 6):
        body = weight(f"6{day}.0", id=f"w{day}", effectiveDateTime=f"2026-11-0{day}")
        assert (await gp.put(f"/Observation/w{day}", content=body, headers=FHIR)).status_code == 201
    return [f"w{day}" for day in range(1, 6)]


async def test_search_returns_a_searchset_of_what_the_asker_may_see(
    gp: Client, outsider: Client, weights: list[str]
) -> None:
    mine = (await gp.get("/Observation?code=29463-7&_total=accurate")).json()
    theirs = (await outsider.get("/Observation?code=29463-7&_total=accurate")).json()

    assert (mine["resourceType"], mine["type"], mine["total"]) == ("Bundle", "searchset", 5)
    assert {entry["resource"]["id"] for entry in mine["entry"]} == set(weights)
    assert all(entry["fullUrl"] == f"{BASE}/Observation/{entry['resource']['id']}" for entry in mine["entry"])
    assert all(entry["search"] == {"mode": "match"} for entry in mine["entry"])
    assert theirs["total"] == 0
    assert "entry" not in theirs


async def test_following_next_gives_every_match_once(gp: Client, weights: list[str]) -> None:
    found, url, pages = [], f"{BASE}/Observation?_count=2&_sort=date", 0
    while url:
        page = (await gp.get(url)).json()
        found += [entry["resource"]["id"] for entry in page["entry"]]
        url = {link["relation"]: link["url"] for link in page["link"]}.get("next", "")
        pages += 1

    assert found == weights
    assert pages == 3


async def test_self_says_what_was_applied_and_unknown_parameters_are_told(
    gp: Client, weights: list[str]
) -> None:
    page = (await gp.get("/Observation?code=29463-7&colour=blue&_count=1")).json()

    (link,) = [link["url"] for link in page["link"] if link["relation"] == "self"]
    assert parse_qs(urlsplit(link).query) == {"code": ["29463-7"], "_count": ["1"]}
    (told,) = [entry for entry in page["entry"] if entry["search"]["mode"] == "outcome"]
    assert told["resource"] == outcome(
        "not-supported",
        "Paramètre ignoré : colour.",
        "Parameter ignored: colour.",
        "http.colour",
        severity="warning",
    )


async def test_strict_handling_refuses_unknown_parameters(gp: Client) -> None:
    answer = await gp.get("/Observation?colour=blue", headers={"Prefer": "handling=strict"})

    assert answer.status_code in (400, 422)
    assert answer.json()["issue"][0]["severity"] == "error"


async def test_a_form_finds_what_the_address_finds(gp: Client, weights: list[str]) -> None:
    by_form = await gp.post("/Observation/_search", data={"code": "29463-7", "date": "ge2026-11-04"})
    by_address = await gp.get("/Observation?code=29463-7&date=ge2026-11-04")

    assert by_form.status_code == 200
    assert by_form.json() == by_address.json()
    assert len(by_form.json()["entry"]) == 2


async def test_a_form_in_another_format_is_refused(gp: Client) -> None:
    assert (await gp.post("/Observation/_search", content="{}", headers=FHIR)).status_code == 415


async def test_a_form_that_cannot_be_read_is_refused(gp: Client) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    for body in (b"a=\xff", b"a=1&" * 200):
        assert (await gp.post("/Observation/_search", content=body, headers=form)).status_code == 400


async def test_includes_come_with_their_mode(gp: Client, weights: list[str]) -> None:
    page = (await gp.get("/Observation?_id=w1&_include=Observation:subject")).json()

    modes = {entry["resource"]["resourceType"]: entry["search"]["mode"] for entry in page["entry"]}
    assert modes == {"Observation": "match", "Patient": "include"}


async def test_a_value_that_cannot_be_read_is_refused(gp: Client) -> None:
    answer = await gp.get("/Observation?date=tomorrow")

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["severity"] == "error"


async def test_a_cursor_that_was_not_given_out_is_refused_or_harmless(gp: Client, weights: list[str]) -> None:
    for cursor in ("x", "-1", "99999999999999999999999", "é", "'; drop table resource"):
        answer = await gp.get("/Observation", params={"_cursor": cursor})
        assert answer.status_code in (200, 400), cursor


async def test_summary_and_elements_are_parts_and_say_so(gp: Client, weights: list[str]) -> None:
    text = (await gp.get("/Observation?_id=w1&_summary=text")).json()["entry"][0]["resource"]
    chosen = (await gp.get("/Observation?_id=w1&_elements=effective")).json()["entry"][0]["resource"]
    whole = (await gp.get("/Observation?_id=w1&_summary=false")).json()["entry"][0]["resource"]

    assert text.keys() == {"resourceType", "id", "meta", "status", "code"}
    assert chosen["effectiveDateTime"] == "2026-11-01"
    assert "valueQuantity" not in chosen
    for part in (text, chosen):
        assert part["meta"]["tag"][-1]["code"] == "SUBSETTED"
    assert "tag" not in whole["meta"]


async def test_summary_count_is_the_total_alone(gp: Client, weights: list[str]) -> None:
    page = (await gp.get("/Observation?code=29463-7&_summary=count")).json()

    assert page["total"] == 5
    assert "entry" not in page


async def test_a_search_of_several_types_tells_them_apart(gp: Client, weights: list[str]) -> None:
    page = (await gp.get("?_type=Patient,CareTeam&_total=accurate")).json()
    form = (await gp.post("/_search", data={"_type": "Patient,CareTeam", "_total": "accurate"})).json()

    assert {entry["resource"]["resourceType"] for entry in page["entry"]} == {"Patient", "CareTeam"}
    assert form["entry"] == page["entry"]
    assert page["link"][0]["url"] == f"{BASE}?_type=Patient%2CCareTeam&_total=accurate"


async def test_a_compartment_holds_what_belongs_to_its_owner(
    gp: Client, outsider: Client, weights: list[str]
) -> None:
    mine = (await gp.get("/Patient/jeanne/Observation?_sort=date&_count=2")).json()
    links = {link["relation"]: link["url"] for link in mine["link"]}
    rest = (await gp.get(links["next"])).json()
    everything = (await gp.get("/Patient/jeanne/*?_type=CareTeam")).json()

    assert [entry["resource"]["id"] for entry in mine["entry"]] == weights[:2]
    assert [entry["resource"]["id"] for entry in rest["entry"]] == weights[2:4]
    assert links["self"] == f"{BASE}/Patient/jeanne/Observation?_sort=date&_count=2"
    assert {link["relation"] for link in rest["link"]} == {"self", "first", "next"}
    assert {entry["resource"]["resourceType"] for entry in everything["entry"]} == {"CareTeam"}
    assert "entry" not in (await outsider.get("/Patient/jeanne/Observation")).json()
    assert "entry" not in (await gp.get("/Patient/jeanne/Organization")).json()


@pytest.mark.parametrize(
    "address", ["/Organization/x/Patient", "/Patient/jeanne/Nothing", "/Patient/jeanne/x"]
)
async def test_an_address_that_is_no_compartment_is_not_found(gp: Client, address: str) -> None:
    assert (await gp.get(address)).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("_filter=name eq x", 501),
        ("name:foo=x", 400),
        ("birthdate=hier", 400),
        ("_count=x", 400),
        ("&".join(["name=a"] * 101), 400),
        ("link.link.link.link.link.link.link.name=x", 400),
    ],
)
async def test_what_cannot_be_searched_is_refused_before_anything_is(
    gp: Client, query: str, status: int
) -> None:
    answer = await gp.get(f"/Patient?{query}")

    assert answer.status_code == status
    assert answer.json()["issue"][0]["severity"] == "error"


async def test_a_form_too_long_is_refused(gp: Client) -> None:
    answer = await gp.post("/Patient/_search", data={f"name{index}": "a" * 10_000 for index in range(9)})

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["code"] == "too-long"
