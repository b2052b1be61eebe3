"""What the person decides: each act allowed and refused, and obeyed from the same transaction on."""

from datetime import timedelta
from pathlib import Path

import pytest

from cordee.access import Actor, Door
from cordee.access.policy import policy_of
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.circle_agreement import Agreement
from cordee.care.circle_joining import Joining, add_professional, add_relative
from cordee.care.circle_members import Relative
from cordee.care.consent import withdrawing
from cordee.care.consent.errors import (
    AlreadyWithdrawnError,
    MemberRefusedError,
    NotTheirsToDecideError,
    TakenBackTooLateError,
)
from cordee.care.consent.evidence import Collected
from cordee.care.consent.recording import record_information, record_permission, record_refusal
from cordee.care.consent.shape import Evidence, Recipient, information
from cordee.care.consent.standing import standing_of
from cordee.care.consent.withdrawing import take_back, withdraw
from cordee.care.consent.words import told
from cordee.care.documents import add_document
from cordee.care.errors import CareError, NotADocumentError, UnknownChoiceError
from cordee.fhir import systems
from cordee.fhir.r4 import Coding, Condition, Consent, Reference
from cordee.jobs import Jobs
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Repository
from cordee.store.errors import ForeignAuthorError, OwnRefusalError
from tests.integration.care.village import (
    COORDINATOR,
    DAUGHTER,
    GP,
    JEANNE,
    NURSE,
    OTHER_NURSE,
    SOCIAL,
    door,
)

PERSON = f"Patient/{JEANNE}"
NOTICE = "urn:cordee:information-notice:test:2026-1"
TODAY = now().date()


def given(by: str = PERSON, how: str = "oral", scan: bytes = b"") -> Collected:
    return Collected(given_by=by, how=how, at=now(), notice=NOTICE, form_id=new_id(), scan=scan)


def whom(*references: str) -> list[Recipient]:
    return [Recipient(reference=one) for one in references]


async def chart_as(store: Repository, who: str) -> Chart:
    return await open_chart(door(store, who), JEANNE)


async def sees(store: Repository, who: str) -> bool:
    try:
        await chart_as(store, who)
    except NotFoundError:
        return False
    return True


@pytest.fixture
async def guardian(store: Repository) -> Door:
    """The door of a guardian present in the circle."""
    relative = Relative(given="Luc", family="Moreau", relation="son fils", role="GUARD", mandate="tutelle")
    joining = Joining(since=TODAY - timedelta(days=1), agreement=Agreement(how="present"), form_id=new_id())
    reference = f"RelatedPerson/{await add_relative(door(store, GP), JEANNE, relative, joining)}"
    actor = Actor(
        id="luc", login="luc", name="Luc MOREAU", kind="carer", role="guardian", role_label="", who=reference,
        keys=(reference,), organization="", organization_name="",
    )  # fmt: skip
    return Door(store, policy_of(actor, "care"), actor)


async def add_outsider(store: Repository) -> None:
    joining = Joining(
        since=TODAY - timedelta(days=1), agreement=Agreement(how="present"), form_id=new_id(), is_outside=True
    )
    await add_professional(door(store, GP), JEANNE, OTHER_NURSE, joining)


async def test_information_is_noted_with_its_evidence_and_changes_no_right(store: Repository) -> None:
    await record_information(door(store, NURSE), JEANNE, given(how="phone", scan=b"%PDF-1.4 signed"))

    chart = await chart_as(store, GP)
    standing = standing_of(chart, now())
    assert standing.information is not None
    said = told(chart, standing.information)
    assert (said.given_by, said.collected_by, said.how, said.notice) == (
        "Jeanne MOREAU", "Nadia Idrissi", "Au téléphone", "2026-1",
    )  # fmt: skip
    scan = (await door(store, GP).read("DocumentReference", said.scan_id)).resource
    assert scan.type.coding[0].code == "59284-0"
    assert standing.word == "Information donnée"


async def test_file_that_is_no_paper_stores_nothing(store: Repository) -> None:
    with pytest.raises(NotADocumentError):
        await record_information(door(store, NURSE), JEANNE, given(scan=b"PK\x03\x04"))
    assert standing_of(await chart_as(store, GP), now()).information is None


@pytest.mark.parametrize("who", [GP, NURSE, SOCIAL, COORDINATOR, PERSON])
async def test_those_who_may_write_down_a_decision(store: Repository, who: str) -> None:
    await record_information(door(store, who), JEANNE, given())
    assert standing_of(await chart_as(store, GP), now()).information is not None


async def test_carer_decides_nothing_for_her(store: Repository) -> None:
    for by in (PERSON, DAUGHTER):
        with pytest.raises((NotTheirsToDecideError, ForbiddenError)):
            await record_refusal(door(store, DAUGHTER), JEANNE, whom(NURSE), given(by))


async def test_who_gives_is_the_person_or_a_guardian_present(store: Repository, guardian: Door) -> None:
    with pytest.raises(NotTheirsToDecideError):
        await record_information(door(store, NURSE), JEANNE, given(by=DAUGHTER))
    with pytest.raises(NotTheirsToDecideError):
        await record_information(door(store, PERSON), JEANNE, given(by=guardian.actor.who))
    await record_information(door(store, NURSE), JEANNE, given(by=guardian.actor.who))
    await record_information(guardian, JEANNE, given(by=guardian.actor.who, how="electronic"))


async def test_unknown_medium_recipient_or_part_is_refused(store: Repository) -> None:
    nurse = door(store, NURSE)
    with pytest.raises(UnknownChoiceError):
        await record_information(nurse, JEANNE, given(how="guessed"))
    with pytest.raises(UnknownChoiceError):
        await record_refusal(nurse, JEANNE, whom("PractitionerRole/nobody"), given())
    with pytest.raises(UnknownChoiceError):
        await record_refusal(nurse, JEANNE, whom(GP), given(), categories=["everything"])
    with pytest.raises(UnknownChoiceError):
        await record_permission(nurse, JEANNE, [], given(), categories=["plan"])


async def test_member_refused_by_the_person_sees_nothing_at_once_then_leaves(
    store: Repository, database_url: str, tmp_path: Path
) -> None:
    consent_id = await record_refusal(door(store, PERSON), JEANNE, whom(NURSE), given(how="electronic"))

    assert not await sees(store, NURSE)
    before = {one.reference: one for one in circle_of(await chart_as(store, GP), now()).present}
    assert before[NURSE].is_refused
    with pytest.raises(MemberRefusedError):
        joining = Joining(since=TODAY, agreement=Agreement(how="present"), form_id=new_id())
        await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
        await add_professional(door(store, GP), JEANNE, NURSE, joining)
    circle = circle_of(await chart_as(store, GP), now())
    (left,) = circle.past
    assert (left.reference, left.story.left_because, left.story.ended_by) == (
        NURSE, "À la demande de la personne", "Jeanne MOREAU",
    )  # fmt: skip

    await take_back(door(store, PERSON), JEANNE, consent_id, given())
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    assert await sees(store, NURSE)


async def test_refusal_lifted_later_opens_nothing_by_itself(
    store: Repository, database_url: str, tmp_path: Path
) -> None:
    consent_id = await record_refusal(door(store, PERSON), JEANNE, whom(NURSE), given())
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    await withdraw(door(store, PERSON), JEANNE, consent_id, given())
    assert not await sees(store, NURSE)
    with pytest.raises(AlreadyWithdrawnError):
        await withdraw(door(store, PERSON), JEANNE, consent_id, given())
    chart = await chart_as(store, GP)
    (past,) = standing_of(chart, now()).past
    said = told(chart, past)
    assert said.sentence == "Refuse que Nadia Idrissi voie le dossier"
    assert said.withdrawn_at is not None


async def test_only_who_just_wrote_a_refusal_takes_it_back(
    store: Repository, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague could bring back whom she refused, and say that she said so."""
    consent_id = await record_refusal(door(store, PERSON), JEANNE, whom(NURSE), given(how="electronic"))
    with pytest.raises(TakenBackTooLateError):
        await take_back(door(store, GP), JEANNE, consent_id, given())
    monkeypatch.setattr(withdrawing, "TAKE_BACK_FOR", timedelta(0))
    with pytest.raises(TakenBackTooLateError):
        await take_back(door(store, PERSON), JEANNE, consent_id, given())
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    assert not await sees(store, NURSE)


@pytest.mark.parametrize("recipient", [Recipient(reference=NURSE), Recipient(reader_class="nursing")])
async def test_refusal_is_not_lifted_by_whom_it_keeps_out(store: Repository, recipient: Recipient) -> None:
    """The nurse stays in the circle, reads consents and records what Jeanne says: not that she may see again."""
    consent_id = await record_refusal(
        door(store, PERSON), JEANNE, [recipient], given(how="electronic"), categories=["medical"]
    )
    with pytest.raises(OwnRefusalError):
        await withdraw(door(store, NURSE), JEANNE, consent_id, given())
    stood: Consent = (await door(store, NURSE).read("Consent", consent_id)).resource
    assert stood.provision is not None
    stood.provision.class_ = [Coding(system=systems.CATEGORY, code="messages")]
    with pytest.raises(OwnRefusalError):
        async with door(store, NURSE).writing() as unit:
            unit.update(stood)
    with pytest.raises(OwnRefusalError):
        async with door(store, NURSE).writing() as unit:
            unit.delete("Consent", consent_id)
    assert not (await chart_as(store, NURSE)).of(Condition)
    await withdraw(door(store, GP), JEANNE, consent_id, given())


async def test_consent_is_not_written_in_the_name_of_who_did_not_collect_it(store: Repository) -> None:
    forged = information(
        JEANNE,
        Evidence(agreed_by=PERSON, collected_by=GP, at=now(), how="electronic", notice=NOTICE),
    )
    for collector in (GP, PERSON):
        assert forged.verification
        assert forged.verification[0].extension
        forged.verification[0].extension[0].valueReference = Reference(reference=collector)
        with pytest.raises(ForeignAuthorError):
            async with door(store, NURSE).writing() as unit:
                unit.create(forged)


async def test_category_refused_to_a_class_is_closed_to_it_alone(store: Repository) -> None:
    nursing = [Recipient(reader_class="nursing", display="Infirmiers")]
    await record_refusal(door(store, PERSON), JEANNE, nursing, given(), categories=["medical"])

    assert not (await door(store, NURSE).shelves(JEANNE, {"Condition": 5}))["Condition"]
    assert (await door(store, GP).shelves(JEANNE, {"Condition": 5}))["Condition"]
    assert (await door(store, PERSON).shelves(JEANNE, {"Condition": 5}))["Condition"]
    chart = await chart_as(store, GP)
    (entry,) = standing_of(chart, now()).refusals
    assert told(chart, entry).sentence == "Refuse que les infirmiers voient la partie médicale"


async def test_document_not_shown_to_one_is_seen_by_the_others_content_included(store: Repository) -> None:
    id_ = await add_document(
        door(store, GP), JEANNE, title="Courrier", type_code="11488-4", content=b"Bonjour",
        audience_code="circle", form_id=new_id(),
    )  # fmt: skip
    document = (await door(store, SOCIAL).read("DocumentReference", id_)).resource
    await record_refusal(door(store, PERSON), JEANNE, whom(SOCIAL), given(), document_id=id_)

    for type_, one in (("DocumentReference", id_), tuple(document.content[0].attachment.url.split("/"))):
        with pytest.raises(NotFoundError):
            await door(store, SOCIAL).read(type_, one)
        await door(store, NURSE).read(type_, one)
    assert await sees(store, SOCIAL)


async def test_guardian_is_not_refused_whole_but_may_be_kept_from_a_document(
    store: Repository, guardian: Door
) -> None:
    with pytest.raises(CareError, match="guardian"):
        await record_refusal(door(store, PERSON), JEANNE, whom(guardian.actor.who), given())
    classes = [Recipient(reader_class="guardian", display="Représentants légaux")]
    with pytest.raises(CareError, match="guardian"):
        await record_refusal(door(store, PERSON), JEANNE, classes, given())
    id_ = await add_document(
        door(store, PERSON), JEANNE, title="À moi", type_code="11488-4", content=b"Journal",
        audience_code="not-guardians", form_id=new_id(),
    )  # fmt: skip
    with pytest.raises(NotFoundError):
        await guardian.read("DocumentReference", id_)
    other = await add_document(
        door(store, GP), JEANNE, title="Bilan", type_code="11488-4", content=b"Bilan",
        audience_code="circle", form_id=new_id(),
    )  # fmt: skip
    await guardian.read("DocumentReference", other)
    await record_refusal(door(store, PERSON), JEANNE, classes, given(), document_id=other)
    with pytest.raises(NotFoundError):
        await guardian.read("DocumentReference", other)


async def test_member_outside_the_care_team_sees_what_was_agreed_and_no_longer_than_that(
    store: Repository,
) -> None:
    await add_outsider(store)
    assert not await sees(store, OTHER_NURSE)
    chart = await chart_as(store, GP)
    assert standing_of(chart, now()).waiting == (OTHER_NURSE,)

    consent_id = await record_permission(
        door(store, GP), JEANNE, whom(OTHER_NURSE), given(), categories=["identity", "plan", "medical"],
        ends=(TODAY + timedelta(days=30)).isoformat(),
    )  # fmt: skip
    outsider = door(store, OTHER_NURSE)
    assert (await outsider.shelves(JEANNE, {"Condition": 5}))["Condition"]
    assert not (await outsider.shelves(JEANNE, {"Observation": 5}))["Observation"]
    with pytest.raises((ForbiddenError, NotFoundError)):
        async with outsider.writing() as unit:
            condition: Condition = (await door(store, GP).read("Condition", "heart")).resource
            condition.subject.reference = "Patient/nobody"
            unit.update(condition)
    chart = await chart_as(store, GP)
    assert standing_of(chart, now()).waiting == ()

    await withdraw(door(store, PERSON), JEANNE, consent_id, given(how="electronic"))
    assert not await sees(store, OTHER_NURSE)


async def test_guardian_stops_a_member_as_the_person_would(store: Repository, guardian: Door) -> None:
    await record_refusal(guardian, JEANNE, whom(SOCIAL), given(by=guardian.actor.who, how="electronic"))
    assert not await sees(store, SOCIAL)
    chart = await chart_as(store, GP)
    (entry,) = standing_of(chart, now()).refusals
    assert told(chart, entry).given_by == "Luc MOREAU"
