"""Who asked reads what they asked, its task and its files; never what somebody else asked for the same person."""

from typing import Any

import pytest

from cordee.access import Door
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Coding, DocumentReference, Reference, ServiceRequest, Task
from cordee.fhir.search import parse_query
from cordee.kernel.errors import NotFoundError
from cordee.store import Repository, requested, rights_indexes, system_asker
from tests.integration.store.people import COORDINATOR, DAC, NURSE, OUTSIDER, SOCIAL, asker, patient
from tests.integration.store.test_requests import binary, file_of_request

SYSTEM = system_asker("test")
FIRST, SECOND = asker(OUTSIDER), asker(NURSE)
ABOUT = Reference(reference="Patient/paul")
FILES = 12
STATEMENTS_MAX = 6
TYPES = ("ServiceRequest", "Task", "DocumentReference", "Binary")


def request(id_: str, who: str, status: str = "completed") -> ServiceRequest:
    return ServiceRequest(
        id=id_, status=status, intent="order", subject=ABOUT, requester=Reference(reference=who),
        category=[CodeableConcept(coding=[Coding(system=systems.REQUEST_CATEGORY, code="support")])],
        performer=[Reference(reference=DAC)], authoredOn="2026-11-01T09:00:00+01:00",
    )  # fmt: skip


def task(id_: str) -> Task:
    coding = Coding(system=systems.TASK_CODE, code="qualify")
    return Task(
        id=id_, status="completed", intent="order", code=CodeableConcept(coding=[coding]), for_=ABOUT,
        focus=Reference(reference=f"ServiceRequest/{id_}"),
    )  # fmt: skip


def file(id_: str, **more: Any) -> DocumentReference:
    one = file_of_request(id_, **more)
    assert one.content[0].attachment is not None
    assert one.context is not None
    one.content[0].attachment.url = f"Binary/{id_}"
    one.context.related = [Reference(reference=f"ServiceRequest/{id_}")]
    return one


@pytest.fixture
async def store(repository: Repository) -> Repository:
    """Two answered requests for Paul, of two people; the files of the second came later, each in a unit of its own."""
    async with repository.writing(SYSTEM) as unit:
        unit.create(patient("paul", "Petit"))
        for id_, who in (("first", OUTSIDER.who), ("second", NURSE.who)):
            unit.create(request(id_, who))
            unit.create(task(id_))
        unit.create(binary("first", "request"))
        unit.create(file("first"))
    async with repository.writing(SYSTEM) as unit:
        unit.create(binary("second", "request"))
        unit.create(file("second"))
    return repository


async def _read(store: Repository, who: Any, id_: str) -> set[str]:
    return {one.split("/")[0] for one in await store.read_many(who, [f"{type_}/{id_}" for type_ in TYPES])}


async def _found(store: Repository, who: Any, type_: str) -> list[str]:
    page = await store.search(who, parse_query(type_, [("_total", "accurate")]))
    assert page.total == len(page.rows)
    return sorted(row.id for row in page.rows)


async def _differences(store: Repository) -> list[Any]:
    return [one async for one in rights_indexes.verify(store.database, lambda *_: None)]


@pytest.mark.parametrize("walls", ["both", "second"])
async def test_each_reads_their_own_request_and_nothing_of_the_other(
    store: Repository, walls: str, request: pytest.FixtureRequest
) -> None:
    if walls == "second":
        request.getfixturevalue("without_first_wall")
    for who, own, other in ((FIRST, "first", "second"), (SECOND, "second", "first")):
        assert await _read(store, who, own) == set(TYPES)
        assert await _read(store, who, other) == set()
    for id_ in ("first", "second"):
        assert await _read(store, asker(COORDINATOR), id_) == set(TYPES)
        assert await _read(store, asker(SOCIAL), id_) == set()


async def test_searches_find_each_their_own_once(store: Repository) -> None:
    for type_ in TYPES:
        assert await _found(store, FIRST, type_) == ["first"]
        assert await _found(store, asker(COORDINATOR), type_) == ["first", "second"]
    async with store.writing(SYSTEM) as unit:  # both ways: their structure is asked, and they asked
        unit.create(request("third", COORDINATOR.who))
    assert await _found(store, asker(COORDINATOR), "ServiceRequest") == ["first", "second", "third"]
    async with store.writing(SYSTEM) as unit:
        unit.update(request("first", OUTSIDER.who, "active"))
    for type_ in TYPES:
        assert await _found(store, FIRST, type_) == ["first"]
    assert await _found(store, FIRST, "Patient") == ["paul"]
    page = await store.search(FIRST, parse_query("ServiceRequest", [("patient", "Patient/paul")]))
    assert [row.id for row in page.rows] == ["first"]


async def test_what_stands_beside_a_request_follows_who_asked(store: Repository) -> None:
    async with store.writing(SYSTEM) as unit:
        unit.update(request("first", NURSE.who))
    assert await _read(store, FIRST, "first") == set()
    assert await _read(store, SECOND, "first") == set(TYPES)
    async with store.writing(SYSTEM) as unit:
        unit.delete("ServiceRequest", "first")
    assert await _read(store, SECOND, "first") == set()
    assert await _differences(store) == []


async def test_request_that_is_none_any_more_closes_to_who_asked(store: Repository) -> None:
    other = request("first", OUTSIDER.who)
    other.category = [CodeableConcept(coding=[Coding(system=systems.REQUEST_CATEGORY, code="other")])]
    async with store.writing(SYSTEM) as unit:
        unit.update(other)
    assert await _read(store, FIRST, "first") == set()
    assert await _differences(store) == []


async def test_request_loaded_in_bulk_is_read_by_who_asked(store: Repository) -> None:
    loaded = [binary("bulk", "request"), file("bulk"), task("bulk"), request("bulk", OUTSIDER.who)]
    assert await Door(store, SYSTEM, None).load(loaded) == []
    assert await _read(store, FIRST, "bulk") == set(TYPES)
    assert await _read(store, SECOND, "bulk") == set()
    assert await _differences(store) == []


async def test_cost_is_the_same_however_many_files(
    store: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with store.writing(SYSTEM) as unit:
        for number in range(FILES):
            one = file(f"more-{number}")
            one.context.related = [Reference(reference="ServiceRequest/first")]  # type: ignore[union-attr]
            unit.create(binary(f"more-{number}", "request"))
            unit.create(one)
    sent: list[str] = []
    plain = requested.fetch

    async def counted(connection: Any, text: str, values: dict[str, Any]) -> Any:
        rows = await plain(connection, text, values)
        sent.append(text)
        read.append(len(rows))
        return rows

    read: list[int] = []
    monkeypatch.setattr(requested, "fetch", counted)
    async with store.writing(SYSTEM) as unit:
        unit.update(request("first", NURSE.who))
    assert len(sent) <= STATEMENTS_MAX
    assert max(read) == FILES + 2  # its files and its task, nothing of the other request
    assert {f"more-{number}" for number in range(FILES)} <= set(await _found(store, SECOND, "Binary"))
    sent.clear()
    assert await _differences(store) == []
    assert len(sent) <= STATEMENTS_MAX


async def test_file_made_a_document_of_the_record_is_theirs_no_more(store: Repository) -> None:
    async with store.writing(SYSTEM) as unit:
        unit.update(file("first", category="document"))
    assert await _read(store, FIRST, "first") == {"ServiceRequest", "Task"}
    assert await _differences(store) == []


async def test_nothing_is_opened_by_naming_a_request_of_another_record(store: Repository) -> None:
    named = file("elsewhere")
    named.subject = Reference(reference="Patient/jeanne")
    named.context.related = [Reference(reference="ServiceRequest/first")]  # type: ignore[union-attr]
    async with store.writing(SYSTEM) as unit:
        unit.create(named)
    with pytest.raises(NotFoundError):
        await store.read(FIRST, "DocumentReference", "elsewhere")


async def test_rights_are_verified_and_written_anew(store: Repository) -> None:
    assert await _differences(store) == []
    async with store.database.connection(SYSTEM) as connection:
        await connection.execute("DELETE FROM sent_part")
    assert await _read(store, FIRST, "first") == set()
    assert await _differences(store)
    await rights_indexes.rebuild(store.database, lambda *_: None)
    assert await _read(store, FIRST, "first") == set(TYPES)
    assert await _differences(store) == []
