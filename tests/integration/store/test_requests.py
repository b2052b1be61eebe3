"""What a request for support opens, and what it never does."""

from datetime import UTC, datetime

import pytest

from cordee.fhir import systems
from cordee.fhir.r4 import (
    Attachment,
    Binary,
    CodeableConcept,
    Coding,
    DocumentReference,
    DocumentReferenceContent,
    DocumentReferenceContext,
    Meta,
    Reference,
    ServiceRequest,
)
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Past, Repository, system_asker
from tests.integration.store.people import (
    COORDINATOR,
    DAC,
    DAUGHTER,
    GP,
    OUTSIDER,
    asker,
    note,
    patient,
    team,
    weight,
)

REQUESTER = asker(OUTSIDER)


def support(status: str = "active") -> ServiceRequest:
    return ServiceRequest(
        id="request",
        status=status,
        intent="order",
        category=[CodeableConcept(coding=[Coding(system=systems.REQUEST_CATEGORY, code="support")])],
        subject=Reference(reference="Patient/paul"),
        requester=Reference(reference=OUTSIDER.who),
        performer=[Reference(reference=DAC)],
        authoredOn="2026-11-01T09:00:00+01:00",
    )


@pytest.fixture
async def asked(repository: Repository) -> Repository:
    """Someone outside every circle asked support for a person they name."""
    async with repository.writing(REQUESTER) as unit:
        unit.create(patient("paul", "Petit"))
        unit.create(support())
    return repository


async def test_requester_and_the_organisation_asked_see_the_person_but_no_record(asked: Repository) -> None:
    async with asked.writing(system_asker("test")) as unit:
        unit.create(weight(patient_id="paul"))
    for who in (REQUESTER, asker(COORDINATOR)):
        assert (await asked.read(who, "Patient", "paul")).id == "paul"
        assert (await asked.shelves(who, "paul", {"Observation": 5}))["Observation"] == []
        assert not await asked.sees(who, "paul")
        assert (await asked.read(who, "ServiceRequest", "request")).id == "request"
        assert "paul" not in [row.patient.id for row in (await asked.my_records(who)).rows]
        with pytest.raises(NotFoundError):
            await asked.trace_of(who, "paul")
        assert await asked.visits(who, "paul") == {}


async def test_requester_changes_neither_identity_nor_circle(asked: Repository) -> None:
    with pytest.raises(NotFoundError):
        async with asked.writing(REQUESTER) as unit:
            unit.update(patient("paul", "Autre"))
    with pytest.raises(ForbiddenError):
        async with asked.writing(REQUESTER) as unit:
            unit.create(team("paul"))


async def test_after_the_answer_the_requester_sees_the_request_alone(asked: Repository) -> None:
    async with asked.writing(asker(COORDINATOR)) as unit:
        unit.update(support("revoked"))
    assert (await asked.read(REQUESTER, "ServiceRequest", "request")).version == 2
    with pytest.raises(NotFoundError):
        await asked.read(REQUESTER, "Patient", "paul")


async def test_requester_cannot_ask_again_in_the_name_of_others(asked: Repository) -> None:
    again = support()
    again.id = "again"
    again.performer = [Reference(reference="Organization/elsewhere")]
    for status in ("active", "revoked", "completed"):
        async with asked.writing(asker(COORDINATOR)) as unit:
            unit.update(support(status))
        with pytest.raises(ForbiddenError):
            async with asked.writing(REQUESTER) as unit:
                unit.create(again)
        if status == "revoked":
            async with asked.writing(asker(COORDINATOR)) as unit:
                unit.update(support("active"))


async def test_coordinator_opens_the_record_in_one_unit(asked: Repository) -> None:
    async with asked.writing(asker(COORDINATOR)) as unit:
        unit.update(support("completed"))
        unit.create(team("paul"))
        unit.create(weight(patient_id="paul"))
    assert await asked.sees(asker(COORDINATOR), "paul")
    assert await asked.sees(asker(GP), "paul")
    assert not await asked.sees(REQUESTER, "paul")


async def test_refused_write_is_traced_in_the_record_it_aimed_at(asked: Repository) -> None:
    with pytest.raises(ForbiddenError):
        async with asked.writing(REQUESTER) as unit:
            unit.create(weight(patient_id="jeanne"))
    rows = await asked.trace_of(asker(GP), "jeanne")
    assert (rows[0].who, rows[0].action, rows[0].outcome) == (OUTSIDER.who, "create", "refused")


async def test_platform_may_say_when_something_was_written_and_nobody_else(repository: Repository) -> None:
    past = Past(GP.who, datetime(2026, 5, 4, 8, 30, tzinfo=UTC))
    old = weight()
    old.id = "old"
    async with repository.writing(system_asker("population")) as unit:
        unit.put(old, past=past)
    stored = await repository.read(asker(GP), "Observation", "old")
    assert (stored.updated_at, stored.updated_by) == (past.at, GP.who)
    assert stored.resource.meta.lastUpdated == "2026-05-04T08:30:00.000Z"
    with pytest.raises(ForbiddenError):
        async with repository.writing(asker(GP)) as unit:
            unit.put(old, past=past)


async def test_note_hidden_from_someone_stays_so_once_deleted(repository: Repository) -> None:
    async with repository.writing(system_asker("test")) as unit:
        unit.create(note("note", "MASQUE_PT"))
    async with repository.writing(asker(GP)) as unit:
        unit.delete("DocumentReference", "note")
    with pytest.raises(NotFoundError):
        await repository.read(asker(DAUGHTER), "DocumentReference", "note")


def binary(id_: str, *tags: str) -> Binary:
    """Return a content about Paul, tagged as of these parts of his record."""
    codings: list[Coding | None] = [Coding(system=systems.CATEGORY, code=tag) for tag in tags]
    return Binary(
        id=id_,
        meta=Meta(tag=codings) if codings else None,
        contentType="text/plain",
        securityContext=Reference(reference="Patient/paul"),
        data="Ym9uam91cg==",
    )


def file_of_request(id_: str, category: str = systems.REQUEST_FILE) -> DocumentReference:
    """Return a document about Paul, of a request when its category says so."""
    return DocumentReference(
        id=id_,
        status="current",
        category=[CodeableConcept(coding=[Coding(system=systems.DOCUMENT_CATEGORY, code=category)])],
        subject=Reference(reference="Patient/paul"),
        content=[DocumentReferenceContent(attachment=Attachment(url="Binary/asked"))],
        context=DocumentReferenceContext(related=[Reference(reference="ServiceRequest/request")]),
    )


@pytest.mark.parametrize("walls", ["both", "second"])
async def test_files_of_a_request_are_seen_as_it_is_and_other_files_are_not(
    asked: Repository, walls: str, request: pytest.FixtureRequest
) -> None:
    async with asked.writing(system_asker("test")) as unit:
        unit.create(binary("asked", "request"))
        unit.create(file_of_request("asked"))
        for id_, tags in (("plain", ()), ("both", ("request", "medical")), ("social", ("social",))):
            unit.create(binary(id_, *tags))
        unit.create(file_of_request("plain", "document"))
    if walls == "second":
        request.getfixturevalue("without_first_wall")
    for reader in (REQUESTER, asker(COORDINATOR)):
        for type_ in ("Binary", "DocumentReference"):
            assert (await asked.read(reader, type_, "asked")).id == "asked"
            with pytest.raises(NotFoundError):
                await asked.read(reader, type_, "plain")
        for id_ in ("both", "social"):
            with pytest.raises(NotFoundError):
                await asked.read(reader, "Binary", id_)
    for outsider in (asker(GP), asker(DAUGHTER)):
        for type_ in ("Binary", "DocumentReference"):
            with pytest.raises(NotFoundError):
                await asked.read(outsider, type_, "asked")


async def test_file_of_a_request_is_changed_by_who_sent_it_and_nobody_else(asked: Repository) -> None:
    async with asked.writing(asker(COORDINATOR)) as unit:
        unit.create(binary("asked", "request"))
        unit.create(file_of_request("asked"))
    for reader in (REQUESTER, asker(GP)):
        with pytest.raises((ForbiddenError, NotFoundError)):
            async with asked.writing(reader) as unit:
                unit.update(binary("asked", "request"))
    async with asked.writing(asker(COORDINATOR)) as unit:
        unit.update(file_of_request("asked"))
