"""Joining and leaving: each kind of member, each act allowed and refused, and the access that follows at once."""

from datetime import UTC, timedelta

import msgspec
import pytest

from cordee.care.chart import open_chart
from cordee.care.circle import Member, circle_of, show_circle
from cordee.care.circle_agreement import Agreement
from cordee.care.circle_joining import Joining, add_professional, add_relative, add_structure
from cordee.care.circle_leaving import (
    NOBODY,
    SuccessorNeededError,
    end_membership,
    undo_end,
)
from cordee.care.circle_members import Relative
from cordee.care.directory import find_professionals, find_structures
from cordee.care.errors import AlreadyMemberError, CareError, UnknownChoiceError
from cordee.fhir.r4 import CareTeam, EpisodeOfCare, Reference
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker
from tests.integration.care.village import (
    COORDINATOR,
    DAC,
    DAUGHTER,
    GP,
    JEANNE,
    NURSE,
    OTHER_NURSE,
    SOCIAL,
    TEAM,
    door,
)

YESTERDAY = now().date() - timedelta(days=1)


def joining(form_id: str = "", **more: bool) -> Joining:
    return Joining(
        since=YESTERDAY, agreement=Agreement(how="phone", words="oui, bien sûr"), form_id=form_id or new_id(), **more
    )  # fmt: skip


def relative(role: str = "CAREGIVER", **more: object) -> Relative:
    return Relative(
        given="Luc", family="Moreau", relation="son fils", role=role, phone="06 11 22 33 44",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


async def present(store: Repository) -> dict[str, Member]:
    found = circle_of(await open_chart(door(store, GP), JEANNE), now())
    return {one.reference: one for one in found.present}


async def end(
    store: Repository, who: str, member: str, *, reason: str = "other", successor: str = "", version: int | None = None
) -> None:  # fmt: skip
    await end_membership(
        door(store, who), JEANNE, member, reason=reason, successor=successor, expected_version=version
    )


async def test_professional_found_by_name_joins_sees_the_record_and_says_how_it_came(
    store: Repository,
) -> None:
    (found,) = await find_professionals(door(store, GP), "ailleurs")
    assert (found.reference, found.role) == (OTHER_NURSE, "Infirmière")

    await add_professional(door(store, GP), JEANNE, found.reference, joining())

    await open_chart(door(store, OTHER_NURSE), JEANNE)
    story = (await present(store))[OTHER_NURSE].story
    assert (story.proposed_by, story.agreement, story.agreement_words) == (
        "Dr Paul Girard",
        "Dit au téléphone",
        "oui, bien sûr",
    )


async def test_who_joins_on_a_day_that_utc_has_not_begun_sees_the_record_at_once(store: Repository) -> None:
    tomorrow = now().astimezone(UTC).date() + timedelta(days=1)  # after midnight in Paris or on La Réunion

    await add_professional(
        door(store, GP), JEANNE, OTHER_NURSE, msgspec.structs.replace(joining(), since=tomorrow)
    )

    await open_chart(door(store, OTHER_NURSE), JEANNE)


async def test_form_posted_twice_adds_one_member(store: Repository) -> None:
    form_id, other_form_id = new_id(), new_id()
    for _ in range(2):
        await add_professional(door(store, GP), JEANNE, OTHER_NURSE, joining(form_id))
        await add_relative(door(store, GP), JEANNE, relative(), joining(other_form_id))

    names = [one.person.name for one in (await present(store)).values()]
    assert names.count("Zoé Ailleurs") == 1
    assert names.count("Luc MOREAU") == 1


async def test_present_member_is_not_added_again(store: Repository) -> None:
    with pytest.raises(AlreadyMemberError):
        await add_professional(door(store, GP), JEANNE, NURSE, joining())


async def test_structure_opens_to_its_staff(store: Repository) -> None:
    (found,) = await find_structures(door(store, GP), "dac")
    assert found.reference == DAC

    await add_structure(door(store, GP), JEANNE, DAC, joining())

    assert (await present(store))[DAC].person.kind == "organization"


@pytest.mark.parametrize("who", [DAUGHTER, f"Patient/{JEANNE}"])
async def test_who_is_no_professional_invites_nobody(store: Repository, who: str) -> None:
    with pytest.raises(ForbiddenError):
        await add_professional(door(store, who), JEANNE, OTHER_NURSE, joining())


async def test_professional_outside_the_circle_invites_nobody_and_learns_nothing(store: Repository) -> None:
    with pytest.raises(NotFoundError):
        await add_professional(door(store, OTHER_NURSE), JEANNE, OTHER_NURSE, joining())


async def test_coordination_invites_though_it_is_no_participant(store: Repository) -> None:
    await add_professional(door(store, COORDINATOR), JEANNE, OTHER_NURSE, joining())
    assert OTHER_NURSE in await present(store)


async def test_unknown_agreement_is_refused(store: Repository) -> None:
    told = Joining(since=YESTERDAY, agreement=Agreement(how="guessed"), form_id=new_id())
    with pytest.raises(UnknownChoiceError):
        await add_professional(door(store, GP), JEANNE, OTHER_NURSE, told)


async def test_treating_doctor_is_a_doctor_and_alone(store: Repository) -> None:
    with pytest.raises(CareError, match="Only a doctor"):
        await add_professional(door(store, GP), JEANNE, OTHER_NURSE, joining(), is_doctor=True)
    await end(store, COORDINATOR, GP)
    await add_professional(door(store, COORDINATOR), JEANNE, GP, joining(), is_doctor=True)
    assert (await present(store))[GP].is_doctor


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (relative("QUAL"), "in writing"),
        (relative("QUAL", is_designated_in_writing=True), "a trusted person already"),
        (relative("GUARD"), "which mandate"),
        (relative("GUARD", mandate="parental"), "over a minor"),
    ],
)
async def test_relative_who_cannot_hold_a_role_is_refused(
    store: Repository, given: Relative, sentence: str
) -> None:
    with pytest.raises(CareError, match=sentence):
        await add_relative(door(store, GP), JEANNE, given, joining())


async def test_guardian_carer_and_trusted_person_join_with_their_roles(store: Repository) -> None:
    await end(store, COORDINATOR, DAUGHTER)
    for one in (
        relative("GUARD", mandate="tutelle"),
        relative(),
        relative("QUAL", is_designated_in_writing=True),
    ):
        await add_relative(door(store, GP), JEANNE, one, joining())

    found = [one for one in (await present(store)).values() if one.person.name == "Luc MOREAU"]
    assert sorted((one.is_guardian, one.is_trusted) for one in found) == [
        (False, False),
        (False, True),
        (True, False),
    ]
    carer = next(one for one in found if not one.is_guardian and not one.is_trusted)
    assert (carer.role, carer.person.phone) == ("son fils, aidant", "06 11 22 33 44")


async def test_member_who_leaves_sees_nothing_more_and_may_come_back_as_a_new_entry(
    store: Repository,
) -> None:
    await end(store, COORDINATOR, NURSE, reason="replaced")
    with pytest.raises(NotFoundError):
        await open_chart(door(store, NURSE), JEANNE)
    circle = circle_of(await open_chart(door(store, GP), JEANNE), now())
    (left,) = circle.past
    assert (left.story.left_because, left.story.ended_by) == (
        "Remplacé par quelqu’un d’autre",
        "Claire Bonnot",
    )

    await undo_end(door(store, COORDINATOR), JEANNE, NURSE)
    await open_chart(door(store, NURSE), JEANNE)
    await end(store, COORDINATOR, NURSE)
    await add_professional(door(store, GP), JEANNE, NURSE, joining())
    team: CareTeam = (await store.read(system_asker("test"), "CareTeam", TEAM)).resource
    assert [one.member.reference for one in team.participant or () if one.member].count(NURSE) == 2


@pytest.mark.parametrize("who", [GP, SOCIAL, DAUGHTER, f"Patient/{JEANNE}"])
async def test_who_does_not_coordinate_ends_nobody_else(store: Repository, who: str) -> None:
    with pytest.raises(ForbiddenError):
        await end(store, who, NURSE)
    assert NURSE in await present(store)


async def test_professional_ends_whom_they_proposed_and_themselves(store: Repository) -> None:
    await add_professional(door(store, GP), JEANNE, OTHER_NURSE, joining())
    await end(store, GP, OTHER_NURSE, reason="mistake")
    await end(store, NURSE, NURSE, reason="own-wish")
    assert not {OTHER_NURSE, NURSE} & set(await present(store))


async def test_departure_on_an_old_page_is_a_conflict(store: Repository) -> None:
    _, circle = await show_circle(door(store, GP), JEANNE)
    await add_professional(door(store, GP), JEANNE, OTHER_NURSE, joining())
    with pytest.raises(VersionConflictError):
        await end(store, COORDINATOR, NURSE, version=circle.version)


async def test_departure_of_somebody_absent_or_for_no_known_reason_is_refused(store: Repository) -> None:
    with pytest.raises(UnknownChoiceError):
        await end(store, COORDINATOR, OTHER_NURSE)
    with pytest.raises(UnknownChoiceError):
        await end(store, COORDINATOR, NURSE, reason="whatever")


async def test_referent_leaves_with_a_successor_or_on_a_confirmed_word(store: Repository) -> None:
    system = system_asker("test")
    episode: EpisodeOfCare = (await store.read(system, "EpisodeOfCare", "episode")).resource
    episode.careManager = Reference(reference=GP, display="Dr Paul Girard")
    async with store.writing(system) as unit:
        unit.update(episode)

    with pytest.raises(SuccessorNeededError):
        await end(store, COORDINATOR, GP)
    with pytest.raises(SuccessorNeededError):
        await end(store, COORDINATOR, GP, successor=OTHER_NURSE)
    await end(store, COORDINATOR, GP, successor=NURSE)
    circle = circle_of(await open_chart(door(store, NURSE), JEANNE), now())
    assert circle.referent is not None
    assert circle.referent.name == "Nadia Idrissi"
    await end(store, NURSE, NURSE, successor=NOBODY)
    assert circle_of(await open_chart(door(store, COORDINATOR), JEANNE), now()).referent is None
