"""Imputability: who changes a contribution, and in whose name one is sent; a test a bullet, allowed and refused."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
import pytest

from cordee.access import Actor
from cordee.access.policy import policy_of
from cordee.fhir import decode
from cordee.fhir.r4 import Practitioner, PractitionerRole, Reference
from cordee.kernel.ids import new_id
from cordee.store import Asker, Database, Repository, system_asker
from cordee.store.errors import ForeignAuthorError, NotItsAuthorError
from tests.integration.habilitation.circle_of_classes import (
    ABOUT,
    NOTE,
    ONE_OF,
    PEOPLE,
    TEXT,
    build,
    resource_of,
)

T = TypeVar("T")
NURSE, GP, COORDINATOR, CARER, PERSON = (
    PEOPLE[one] for one in ("nursing", "medical", "coordination", "carer", "person")
)
NURSE_AT_WORK = msgspec.structs.replace(NURSE, organization="Organization/practice")
CORRECTOR = msgspec.structs.replace(policy_of(COORDINATOR, "care"), corrects_others=True)
SOFTWARE = msgspec.structs.replace(policy_of(GP, "care"), who="Device/software", writes_for_others=True)

SIGNED: dict[str, dict[str, Any]] = {
    "AllergyIntolerance.recorder": {"patient": ABOUT},
    "Condition.recorder": ONE_OF["medical"],
    "Condition.asserter": ONE_OF["medical"],
    "Procedure.recorder": {"status": "completed", "subject": ABOUT},
    "CarePlan.author": {"status": "active", "intent": "plan", "subject": ABOUT},
    "ClinicalImpression.assessor": {"status": "completed", "subject": ABOUT},
    "Communication.sender": ONE_OF["messages"],
    "Composition.author": {
        "status": "final", "type": TEXT, "subject": ABOUT, "date": "2026-11-20", "title": "compte rendu",
    },
    "DetectedIssue.author": {"status": "final", "patient": ABOUT},
    "DiagnosticReport.performer": {"status": "final", "code": TEXT, "subject": ABOUT},
    "DocumentReference.author": {"status": "current", "subject": ABOUT, "content": NOTE},
    "Flag.author": ONE_OF["social"],
    "Media.operator": {"status": "completed", "subject": ABOUT, "content": {"title": "photo"}},
    "MedicationRequest.requester": {
        "status": "active", "intent": "order", "subject": ABOUT, "medicationCodeableConcept": TEXT,
    },
    "Observation.performer": {"status": "final", "code": TEXT, "subject": ABOUT},
    "QuestionnaireResponse.author": {"status": "completed", "subject": ABOUT},
    "RiskAssessment.performer": {"status": "final", "subject": ABOUT},
}  # fmt: skip
LISTS = {
    "Composition.author",
    "DiagnosticReport.performer",
    "DocumentReference.author",
    "Observation.performer",
}


@pytest.fixture(scope="module")
def within(module_database_url: str) -> Callable[[Callable[[Repository], Awaitable[Any]]], Any]:
    """Run something with a repository that holds the record."""

    async def run(act: Callable[[Repository], Awaitable[T]]) -> T:
        database = Database(module_database_url, pool_size=2)
        await database.open()
        repository = Repository(database)
        try:
            return await act(repository)
        finally:
            await repository.close()
            await database.close()

    async def settle(repository: Repository) -> None:
        await build(repository)
        async with repository.writing(system_asker("test")) as unit:
            unit.create(Practitioner(id="nadia"))
            practitioner = Reference(reference="Practitioner/nadia")
            unit.create(PractitionerRole(id="nursing", practitioner=practitioner))

    asyncio.run(run(settle))
    return lambda act: asyncio.run(run(act))


def _asker(one: Actor | Asker) -> Asker:
    return policy_of(one, "care") if isinstance(one, Actor) else one


def _made(element: str, *signers: dict[str, Any] | str) -> Any:
    type_, name = element.split(".")
    written = [{"reference": one} if isinstance(one, str) else one for one in signers]
    plain = {"resourceType": type_, "id": new_id()} | SIGNED.get(element, {})
    plain |= {name: written if element in LISTS else written[0]} if written else {}
    return decode(json.dumps(plain).encode(), type_)


async def _create(repository: Repository, by: Actor | Asker, resource: Any) -> str:
    async with repository.writing(_asker(by)) as unit:
        return unit.create(resource)


async def _change(repository: Repository, by: Actor | Asker, resource: Any) -> None:
    async with repository.writing(_asker(by)) as unit:
        unit.update(resource)


async def _put(repository: Repository, by: Actor | Asker, resource: Any) -> None:
    async with repository.writing(_asker(by)) as unit:
        unit.put(resource)


async def _remove(repository: Repository, by: Actor | Asker, type_: str, id_: str) -> None:
    async with repository.writing(_asker(by)) as unit:
        unit.delete(type_, id_)


CONTRIBUTIONS = ("notebook", "measures", "documents", "messages")


@pytest.mark.parametrize("category", CONTRIBUTIONS)
def test_author_alone_changes_and_removes_a_contribution(within: Any, category: str) -> None:
    async def act(repository: Repository) -> None:
        resource = resource_of(category, new_id())
        type_ = ONE_OF[category]["resourceType"]
        await _create(repository, NURSE, resource)
        for other in (GP, COORDINATOR, CARER, PERSON):
            with pytest.raises(NotItsAuthorError):
                await _change(repository, other, resource)
            with pytest.raises(NotItsAuthorError):
                await _remove(repository, other, type_, resource.id)
        await _change(repository, NURSE, resource)
        await _change(repository, CORRECTOR, resource)
        await _change(repository, NURSE, resource)  # the first writer stays the author
        await _remove(repository, NURSE, type_, resource.id)
        with pytest.raises(NotItsAuthorError):
            await _put(repository, GP, resource)
        await _put(repository, NURSE, resource)

    within(act)


def test_corrector_removes_what_another_wrote(within: Any) -> None:
    async def act(repository: Repository) -> None:
        resource = resource_of("notebook", new_id())
        await _create(repository, NURSE, resource)
        await _remove(repository, CORRECTOR, "DocumentReference", resource.id)

    within(act)


@pytest.mark.parametrize("category", ["plan", "agenda", "medical", "social", "identity"])
def test_what_the_circle_keeps_together_is_changed_by_all_who_write_there(within: Any, category: str) -> None:
    async def act(repository: Repository) -> None:
        resource = resource_of(category, new_id())
        if category != "identity":
            await _create(repository, NURSE, resource)
        await _change(repository, GP, resource)

    within(act)


@pytest.mark.parametrize("element", ["Observation.performer", "DiagnosticReport.performer"])
def test_clinical_findings_are_contributions_too(within: Any, element: str) -> None:
    async def act(repository: Repository) -> None:
        resource = _made(element, NURSE.who)
        await _create(repository, NURSE, resource)
        with pytest.raises(NotItsAuthorError):
            await _change(repository, GP, resource)
        await _change(repository, NURSE, resource)

    within(act)


def test_who_signed_what_software_or_the_platform_sent_changes_it_and_no_other(within: Any) -> None:
    async def act(repository: Repository) -> None:
        for sender in (SOFTWARE, system_asker("import")):
            resource = _made("DocumentReference.author", NURSE.who)
            await _create(repository, sender, resource)
            with pytest.raises(NotItsAuthorError):
                await _change(repository, GP, resource)
            await _change(repository, NURSE, resource)

    within(act)


def test_what_the_platform_brought_unsigned_is_changed_by_all_who_write_there(within: Any) -> None:
    async def act(repository: Repository) -> None:
        resource = resource_of("measures", new_id())
        await _create(repository, system_asker("import"), resource)
        await _change(repository, GP, resource)
        note = resource_of("notebook", new_id())
        await _create(repository, SOFTWARE, note)
        with pytest.raises(NotItsAuthorError):
            await _change(repository, NURSE, note)

    within(act)


@pytest.mark.parametrize("element", SIGNED)
def test_who_sends_is_who_signs(within: Any, element: str) -> None:
    async def act(repository: Repository) -> None:
        await _create(repository, NURSE, _made(element, NURSE.who))
        with pytest.raises(ForeignAuthorError) as refused:
            await _create(repository, NURSE, _made(element, GP.who))
        assert refused.value.element == element
        assert element in refused.value.message_fr
        assert "Rien n’a été enregistré" in refused.value.message_fr
        assert "Nothing was stored" in refused.value.message_en
        assert GP.who not in refused.value.message_fr

    within(act)


@pytest.mark.parametrize(
    "signer",
    [NURSE.who, "Practitioner/nadia", "Organization/practice", "Device/scale", f"{NURSE.who}/_history/1"],
)
def test_own_names_may_sign(within: Any, signer: str) -> None:
    within(lambda store: _create(store, NURSE_AT_WORK, _made("DocumentReference.author", signer)))


@pytest.mark.parametrize(
    "signer",
    [
        GP.who,
        "Practitioner/other",
        "Organization/elsewhere",
        "Patient/jeanne",
        "RelatedPerson/carer",
        "#contained",
        {"identifier": {"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "899900000001"}},
        {"display": "Dr Paul Girard"},
        f"https://elsewhere.example/fhir/{NURSE.who}",
    ],
    ids=str,
)
def test_another_name_or_one_that_cannot_be_checked_is_refused(
    within: Any, signer: str | dict[str, Any]
) -> None:
    async def act(repository: Repository) -> None:
        for signers in ([signer], [NURSE.who, signer]):
            with pytest.raises(ForeignAuthorError):
                await _create(repository, NURSE_AT_WORK, _made("DocumentReference.author", *signers))

    within(act)


@pytest.mark.parametrize("person", [CARER, PERSON])
def test_the_person_and_those_close_sign_with_their_own_name_only(within: Any, person: Actor) -> None:
    async def act(repository: Repository) -> None:
        await _create(repository, person, _made("DocumentReference.author", person.who))
        with pytest.raises(ForeignAuthorError):
            await _create(repository, person, _made("DocumentReference.author", NURSE.who))

    within(act)


def test_software_of_a_structure_and_the_platform_send_what_others_signed(within: Any) -> None:
    async def act(repository: Repository) -> None:
        for sender in (SOFTWARE, system_asker("import")):
            await _create(repository, sender, _made("DocumentReference.author", NURSE.who))

    within(act)


def test_recorder_answers_for_what_another_asserts(within: Any) -> None:
    async def act(repository: Repository) -> None:
        heard = {"recorder": {"reference": NURSE.who}, "asserter": {"reference": "Patient/jeanne"}}
        plain = {"resourceType": "Condition", "id": new_id()} | ONE_OF["medical"] | heard
        await _create(repository, NURSE, decode(json.dumps(plain).encode(), "Condition"))

    within(act)


def test_recipient_says_a_message_was_received_and_nothing_else(within: Any) -> None:
    async def act(repository: Repository) -> None:
        message = resource_of("messages", new_id())
        message.recipient = [Reference(reference=GP.who)]
        await _create(repository, NURSE, message)
        message.received = "2026-11-25T08:00:00Z"
        with pytest.raises(NotItsAuthorError):
            await _change(repository, COORDINATOR, message)
        await _change(repository, GP, message)
        message.status = "entered-in-error"
        with pytest.raises(NotItsAuthorError):
            await _change(repository, GP, message)
        with pytest.raises(NotItsAuthorError):
            await _remove(repository, GP, "Communication", message.id)

    within(act)


def test_nobody_needs_to_sign(within: Any) -> None:
    within(lambda store: _create(store, NURSE, _made("DocumentReference.author")))


def test_a_change_keeps_the_names_that_stood_and_adds_none_but_ones_own(within: Any) -> None:
    async def act(repository: Repository) -> None:
        plan = _made("CarePlan.author", GP.who)
        await _create(repository, GP, plan)
        await _change(repository, NURSE, plan)
        plan.author = Reference(reference=COORDINATOR.who)
        with pytest.raises(ForeignAuthorError):
            await _change(repository, NURSE, plan)
        plan.author = Reference(reference=NURSE.who)
        await _change(repository, NURSE, plan)

    within(act)


def test_one_foreign_name_leaves_the_whole_unit_unstored(within: Any) -> None:
    async def act(repository: Repository) -> None:
        mine, forged = _made("Observation.performer", NURSE.who), _made("Observation.performer", GP.who)
        with pytest.raises(ForeignAuthorError):
            async with repository.writing(_asker(NURSE)) as unit:
                unit.create(mine)
                unit.create(forged)
        found = await repository.read_many(_asker(NURSE), [f"Observation/{mine.id}"])
        assert found == {}

    within(act)
