"""`Patient/$match`: found whatever the spelling, graded, and never somebody the caller may not see."""

from typing import Any

import pytest

from cordee.access import Gate
from cordee.fhir.r4 import HumanName, Identifier, Patient
from cordee.fhir.systems import INS_NIR
from cordee.store import Database, Repository, system_asker
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR
from tests.integration.store.people import GP, member, team

INS = "255069911234563"


@pytest.fixture
async def people(gate: Gate, database: Database) -> None:
    """Three people of the GP's circles and one of nobody's."""
    described = [
        ("eloise", "de la Tour", ["Éloïse"], "1950-03-04"),
        ("jp", "Lefebvre", ["Jean-Pierre"], "1948-11-05"),
        ("jp2", "Lefebvre", ["Jean Pierre"], "1948-11-05"),
        ("unseen", "de la Tour", ["Éloïse"], "1950-03-04"),
    ]
    async with Repository(database).writing(system_asker("test")) as unit:
        for id_, family, given, birth in described:
            name = HumanName(use="official", family=family, given=given)
            made = Patient(id=id_, name=[name], birthDate=birth, gender="unknown")
            if id_ in ("eloise", "unseen"):
                made.identifier = [Identifier(system=INS_NIR, value=INS)]
            unit.create(made)
            if id_ != "unseen":
                unit.create(team(id_, member(GP.who)))


def asked(**patient: Any) -> dict[str, Any]:
    return {"resourceType": "Patient"} | patient


def named(family: str, *given: str, birth: str | None = None) -> dict[str, Any]:
    return asked(name=[{"family": family, "given": list(given)}], **({"birthDate": birth} if birth else {}))


async def matched(client: Client, body: dict[str, Any], query: str = "") -> list[tuple[str, str]]:
    """Return id and grade of each match."""
    answer = await client.post(f"/Patient/$match{query}", json=body, headers=FHIR)
    assert answer.status_code == 200, answer.text
    entries = [one for one in answer.json().get("entry", []) if one["search"]["mode"] == "match"]
    scores = [one["search"]["score"] for one in entries]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= one <= 1 for one in scores)
    return [(one["resource"]["id"], one["search"]["extension"][0]["valueCode"]) for one in entries]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (named("DE LA TOUR", "Eloise", birth="1950-03-04"), [("eloise", "certain")]),
        (named("Tour", "eloise", birth="1950-03-04"), [("eloise", "certain")]),
        (named("de la Tour", "Éloïse", birth="1950-04-03"), [("eloise", "probable")]),
        (named("Eloise", "de la Tour", birth="1950-03-04"), [("eloise", "probable")]),
        (named("de la Tour", "Éloïse"), [("eloise", "possible")]),
        (named("Lefevre", "Jean Pierre", birth="1948-11-05"), [("jp", "probable"), ("jp2", "probable")]),
        (asked(identifier=[{"system": INS_NIR, "value": INS}]), [("eloise", "certain")]),
        (named("Lambert", "Odile", birth="1931-01-02"), []),
        (named("Durand", "Odile", birth="1950-03-04"), []),
    ],
)
async def test_a_person_is_found_and_graded(
    gp: Client, people: None, body: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert await matched(gp, body) == expected


async def test_whoever_the_caller_may_not_see_is_not_matched(outsider: Client, people: None) -> None:
    assert await matched(outsider, named("de la Tour", "Éloïse", birth="1950-03-04")) == []
    assert await matched(outsider, asked(identifier=[{"system": INS_NIR, "value": INS}])) == []


async def test_only_certain_matches_are_one_person_or_none(gp: Client, people: None) -> None:
    one = await matched(gp, named("de la Tour", "Éloïse", birth="1950-03-04"), "?onlyCertainMatches=true")
    doubtful = await matched(gp, named("de la Tour", "Éloïse"), "?onlyCertainMatches=true")
    body = named("Lefebvre", "Jean-Pierre", birth="1948-11-05")
    twice = (await gp.post("/Patient/$match?onlyCertainMatches=true", json=body, headers=FHIR)).json()

    assert one == [("eloise", "certain")]
    assert doubtful == []
    (outcome,) = twice["entry"]
    assert outcome["resource"]["issue"][0]["code"] == "multiple-matches"


async def test_count_bounds_what_comes_back(gp: Client, people: None) -> None:
    body = named("Lefebvre", "Jean-Pierre", birth="1948-11-05")

    assert len(await matched(gp, body, "?count=1")) == 1
    assert await matched(gp, body, "?count=0") == []


@pytest.mark.parametrize(
    "body",
    [
        asked(gender="male"),
        asked(name=[{"family": "Martin"}]),
        {"resourceType": "Practitioner", "name": [{"family": "Martin", "given": ["Jeanne"]}]},
        asked(gender="other-one", name=[{"family": "Martin", "given": ["Jeanne"]}]),
        {"resourceType": "Parameters"},
        {"resourceType": "Parameters", "parameter": [{"name": "resource", "valueString": "x"}]},
    ],
)
async def test_too_little_or_something_else_is_refused(
    gp: Client, people: None, body: dict[str, Any]
) -> None:
    assert (await gp.post("/Patient/$match", json=body, headers=FHIR)).status_code == 400


async def test_hostile_names_are_only_names(gp: Client, people: None) -> None:
    assert await matched(gp, named("a,b|c$d\\e%_'", "*" * 5000, birth="1950-03-04")) == []
