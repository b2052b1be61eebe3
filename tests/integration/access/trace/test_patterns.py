"""Unusual patterns in a real trace raise one review each, and ordinary work raises none."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cordee.access.patterns import PatternWatch
from cordee.access.reviews import Reviews, Subject
from cordee.access.trace import TraceKeeper
from cordee.fhir.r4 import HumanName, Patient, Practitioner, PractitionerRole, Reference
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from tests.integration.store.people import DAUGHTER, GP, NURSE, actor, asker

OFFICER = actor("officer", "officer", "", "officer")
SETTINGS = Settings(data_dir=Path("unused"), review_burst_records=3, review_refused_records=2)


def _practitioner(id_: str, family: str, born: str | None) -> Practitioner:
    return Practitioner(id=id_, name=[HumanName(family=family, given=["Ada"])], birthDate=born)


def _role(id_: str, who: str, organization: str) -> PractitionerRole:
    return PractitionerRole(
        id=id_,
        practitioner=Reference(reference=f"Practitioner/{who}"),
        organization=Reference(reference=organization),
    )


def _patient(id_: str, family: str, born: str = "1980-01-01") -> Patient:
    return Patient(id=id_, name=[HumanName(use="official", family=family, given=["Ada"])], birthDate=born)


@pytest.fixture
async def repository(database: Database) -> AsyncIterator[Repository]:
    """A nurse named Martin, her colleague Ada Roche, and some people."""
    store = Repository(database)
    async with store.writing(system_asker("test")) as unit:
        unit.create(_practitioner("n", "Martin", None))
        unit.create(_practitioner("c", "Roche", "1980-01-01"))
        unit.create(_role("nurse", "n", "Organization/practice"))
        unit.create(_role("other", "c", "Organization/practice"))
        for id_, family in (("martin", "MARTIN"), ("roche", "Roche"), ("durand", "Durand")):
            unit.create(_patient(id_, family))
        unit.create(_patient("homonym", "Roche", born="1981-01-01"))
    yield store
    await store.close()


async def _raised(repository: Repository) -> list[tuple[str, str, str, int]]:
    await TraceKeeper(repository, SETTINGS).link_all()
    watch = PatternWatch(repository, SETTINGS)
    while await watch.turn():
        pass
    found = await Reviews(repository).page(OFFICER)
    return sorted((one.kind, one.who, one.patient_id, one.count) for one in found)


async def test_readers_who_resemble_those_they_read_are_told_once(repository: Repository) -> None:
    for patient_id in ("martin", "roche", "durand", "homonym", "martin"):
        await repository.note(asker(NURSE), "record", patient_id=patient_id, count=1)
        await repository.note(asker(DAUGHTER), "record", patient_id=patient_id, count=1)
    await repository.note(asker(GP), "list", patient_id="martin")
    expected = [
        ("burst", NURSE.who, "", 4),
        ("colleague", NURSE.who, "roche", 1),
        ("same-name", NURSE.who, "martin", 1),
    ]
    assert await _raised(repository) == expected

    await repository.note(asker(NURSE), "record", patient_id="martin", count=1)
    assert [one[:3] for one in await _raised(repository)] == [one[:3] for one in expected]


async def test_ordinary_work_raises_nothing(repository: Repository) -> None:
    for number in range(3):
        await repository.note(asker(GP), "record", patient_id=f"p{number}")
        await repository.note(system_asker("jobs"), "record", patient_id="martin")
    for number in range(2):
        await repository.note(asker(GP), "read", "refused", patient_id=f"q{number}")
        for _ in range(5):
            await repository.note(asker(GP), "search", patient_id=f"s{number}")
    assert await _raised(repository) == []


async def test_many_refusals_are_told_whoever_tries(repository: Repository) -> None:
    for number in range(3):
        await repository.note(asker(DAUGHTER), "read", "refused", patient_id=f"q{number}")
    assert await _raised(repository) == [("refusals", DAUGHTER.who, "", 3)]
    (review,) = await Reviews(repository).page(OFFICER)
    assert len(review.evidence) == 3


async def test_a_review_is_decided_and_decided_again_with_nothing_forgotten(repository: Repository) -> None:
    reviews = Reviews(repository)
    subject = Subject(who=NURSE.who, role="nurse")
    id_ = await reviews.raise_review("break-glass", subject, patient_id="martin", same_as="act-1")
    assert id_ is not None
    assert await reviews.raise_review("break-glass", subject, patient_id="martin", same_as="act-1") is None
    assert await reviews.open_count(OFFICER) == 1

    await reviews.decide(OFFICER, id_, "follow-up", "À revoir")
    await reviews.decide(OFFICER, id_, "justified", "Vu avec elle")

    review, decisions = await reviews.one(OFFICER, id_)
    assert (review.state, [(one.state, one.comment, one.who) for one in decisions]) == (
        "justified",
        [("justified", "Vu avec elle", "officer"), ("follow-up", "À revoir", "officer")],
    )
    assert await reviews.open_count(OFFICER) == 0
    assert [one.id for one in await reviews.page(OFFICER, states=("justified",))] == [id_]
    assert await reviews.page(OFFICER, states=("open",)) == []
    with pytest.raises(NotFoundError):
        await reviews.one(OFFICER, "none")


async def test_nobody_but_an_officer_reads_or_decides(repository: Repository) -> None:
    reviews = Reviews(repository)
    id_ = await reviews.raise_review("burst", Subject(who=NURSE.who))
    assert id_ is not None
    for attempt in (
        reviews.page(GP),
        reviews.one(GP, id_),
        reviews.decide(GP, id_, "justified", ""),
        reviews.open_count(DAUGHTER),
    ):
        with pytest.raises(ForbiddenError):
            await attempt
