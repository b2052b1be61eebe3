"""Searches that share a statement: each is answered as if it were alone, with its asker's rights and its own values."""

import asyncio
import itertools
from collections.abc import Iterable

import pytest

from cordee.access import Actor
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.store import Page, Repository, system_asker
from cordee.store.search import together
from cordee.store.search.page import page_statement
from tests.integration.store.people import (
    COORDINATOR,
    GP,
    NURSE,
    OUTSIDER,
    PATIENT,
    asker,
    member,
    patient,
    team,
    weight,
)
from tests.platform import PLATFORM

Pairs = list[tuple[str, str]]
PEOPLE = [COORDINATOR, GP, NURSE, OUTSIDER, PATIENT]
ODD_TEXTS = ['"', "\\", "{}", "NULL", "a,b", "l’été", "\t\n", "é" * 300, "%(who)s", "$1", "'"]


@pytest.fixture
async def region(repository: Repository) -> Repository:
    """Three records: Jeanne's with its circle, Paul's with the outsider, Anne's with nobody but its organization."""
    async with repository.writing(system_asker("test")) as unit:
        for id_, family, members in (("paul", "Lambert", [member(OUTSIDER.who)]), ("anne", "Lamballe", [])):
            unit.create(patient(id_, family))
            unit.create(team(id_, *(members or [member("PractitionerRole/nobody")])))
        for id_, day in itertools.product(("jeanne", "paul", "anne"), range(1, 5)):
            unit.create(weight(f"6{day}", id_, f"2026-11-0{day}"))
    return repository


def _ids(page: Page) -> list[str]:
    return [f"{one.type}/{one.id}" for one in page.rows]


async def _alone(repository: Repository, person: Actor, type_: str, pairs: Pairs) -> Page:
    """Answer inside a transaction, where a search never waits for others."""
    query = parse_query(type_, pairs)
    async with repository.database.transaction(asker(person)) as connection:
        return await repository._searching.search(asker(person), query, connection)


async def _all_alike(repository: Repository, asked: Iterable[tuple[Actor, str, Pairs]]) -> list[Page]:
    questions = list(asked)
    pages = await asyncio.gather(
        *(repository.search(asker(person), parse_query(type_, pairs)) for person, type_, pairs in questions)
    )
    for (person, type_, pairs), page in zip(questions, pages, strict=True):
        assert page == await _alone(repository, person, type_, pairs), (person.login, pairs)
    return pages


FORMS: list[tuple[str, list[Pairs]]] = [
    ("Patient", [[("family", "Lam")], [("family", "Lambe")], [("family", "Nobody")]]),
    ("Patient", [[("birthdate", "1942")], [("birthdate", "1943")]]),
    ("Patient", [[("_id", "jeanne")], [("_id", "paul")], [("_id", "jeanne,anne")]]),
    (
        "Observation",
        [
            [("patient", id_), ("code", "http://loinc.org|29463-7"), ("_sort", "-date"), ("_count", str(n))]
            for id_ in ("jeanne", "paul", "anne")
            for n in (1, 2, 50)
        ],
    ),
    ("Observation", [[("value-quantity", "gt61")], [("value-quantity", "gt62")]]),
    ("Observation", [[("_count", "1")], [("_count", "3")]]),
]


@pytest.mark.parametrize(("type_", "values"), FORMS)
async def test_each_asker_gets_what_they_would_get_alone(
    region: Repository, type_: str, values: list[Pairs]
) -> None:
    asked = [(person, type_, pairs) for pairs in values for person in PEOPLE]
    pages = await _all_alike(region, asked)
    outsiders = {
        id_
        for (person, _, _), page in zip(asked, pages, strict=True)
        for id_ in _ids(page)
        if person is OUTSIDER
    }
    assert not outsiders & {"Patient/jeanne", "Patient/anne"}


async def test_what_differs_is_in_values_and_never_in_the_text(region: Repository) -> None:
    texts = {
        page_statement(asker(person), parse_query("Patient", [("family", name)]), now()).text
        for person in PEOPLE
        for name in ("Lambert", *filter(str.isalnum, ODD_TEXTS))
    }
    assert len(texts) == 1


async def test_pages_of_several_askers_follow_their_own_cursors(region: Repository) -> None:
    async def walk(person: Actor) -> list[str]:
        found: list[str] = []
        cursor: Pairs = []
        while True:
            query = parse_query("Observation", [("_count", "1"), ("_sort", "-date,_id"), *cursor])
            page = await region.search(asker(person), query)
            found += _ids(page)
            if page.cursor is None:
                return found
            cursor = [("_cursor", page.cursor)]

    walks = await asyncio.gather(*map(walk, PEOPLE))
    for person, found in zip(PEOPLE, walks, strict=True):
        alone = await _alone(region, person, "Observation", [("_sort", "-date,_id")])
        assert found == _ids(alone), person.login


@pytest.mark.parametrize("text", ODD_TEXTS)
async def test_texts_that_array_literals_must_quote(region: Repository, text: str) -> None:
    await _all_alike(
        region,
        [
            *((GP, "Patient", [("identifier", f"{text}|{text}")]) for _ in range(2)),
            (GP, "Patient", [("identifier", "a|b")]),
            *((GP, "Patient", [("family:exact", text)]) for _ in range(2)),
            (GP, "Patient", [("family:exact", "Lambert")]),
        ],
    )


async def test_each_search_leaves_a_line_of_each_record_it_showed(region: Repository) -> None:
    asked: list[tuple[Actor, Pairs]] = [
        (GP, [("family", "Lambert")]),
        (COORDINATOR, [("family", "Lambert")]),
        (OUTSIDER, [("family", "Lambe")]),
        (NURSE, [("family", "Nobody")]),
        (COORDINATOR, [("family", "Lam"), ("_count", "1")]),
    ]
    await asyncio.gather(
        *(region.search(asker(person), parse_query("Patient", pairs)) for person, pairs in asked)
    )
    async with region.database.connection(PLATFORM) as connection:
        rows = await connection.execute(
            "SELECT who, purpose, outcome, type, id, patient_id, count FROM trace WHERE action = 'search'"
        )
        lines = {
            (row[0], row[-2], row[-1])
            for row in await rows.fetchall()
            if row[1:5] == ("care", "done", "Patient", "")
        }
    assert lines == {
        (GP.who, "jeanne", 1),
        (COORDINATOR.who, "anne", 1),
        (COORDINATOR.who, "jeanne", 1),
        (COORDINATOR.who, "paul", 1),
        (OUTSIDER.who, "paul", 1),
        (NURSE.who, "", 0),
    }


async def test_forms_kept_are_bounded_and_nothing_is_kept_of_askers(region: Repository) -> None:
    for code in ("family", "given", "name", "birthdate"):
        await region.search(asker(GP), parse_query("Patient", [(code, "1942")]))
    assert together._form.cache_info().maxsize == together.FORMS_MAX
    assert len(region._searching._together._gatherings) == 0


async def test_a_refused_group_is_answered_one_by_one(
    region: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "array", lambda values: "{")  # no array: PostgreSQL refuses the statement
    await _all_alike(region, [(person, "Patient", [("family", "Lam")]) for person in (*PEOPLE, *PEOPLE)])
