"""Joining and leaving: the access follows the dates, at once."""

from datetime import timedelta

import pytest

from cordee.care.chart import open_chart
from cordee.care.circle import circle_of, show_circle
from cordee.care.circle_writing import add_carer, add_professional, end_membership, undo_end
from cordee.care.directory import find_professionals
from cordee.care.errors import AlreadyMemberError, UnknownChoiceError
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.store import Repository
from tests.integration.care.village import GP, JEANNE, NURSE, OTHER_NURSE, door

YESTERDAY = now().date() - timedelta(days=1)


async def test_professional_found_by_name_joins_and_sees_the_record(store: Repository) -> None:
    (found,) = await find_professionals(door(store, GP), "ailleurs")
    assert (found.reference, found.role) == (OTHER_NURSE, "Infirmière")

    await add_professional(
        door(store, GP), JEANNE, found.reference, is_doctor=False, since=YESTERDAY, form_id=new_id()
    )

    await open_chart(door(store, OTHER_NURSE), JEANNE)


async def test_form_posted_twice_adds_one_member(store: Repository) -> None:
    form_id = new_id()
    for _ in range(2):
        await add_professional(
            door(store, GP), JEANNE, OTHER_NURSE, is_doctor=False, since=YESTERDAY, form_id=form_id
        )

    circle = circle_of(await open_chart(door(store, GP), JEANNE), now())
    assert [one.reference for one in circle.present].count(OTHER_NURSE) == 1


async def test_present_member_is_not_added_again(store: Repository) -> None:
    with pytest.raises(AlreadyMemberError):
        await add_professional(
            door(store, GP), JEANNE, NURSE, is_doctor=False, since=YESTERDAY, form_id=new_id()
        )


async def test_member_who_leaves_sees_nothing_more_and_may_come_back(store: Repository) -> None:
    await end_membership(door(store, GP), JEANNE, NURSE, reason="replaced", expected_version=None)

    with pytest.raises(NotFoundError):
        await open_chart(door(store, NURSE), JEANNE)
    circle = circle_of(await open_chart(door(store, GP), JEANNE), now())
    assert [one.reference for one in circle.past] == [NURSE]

    await undo_end(door(store, GP), JEANNE, NURSE)
    await open_chart(door(store, NURSE), JEANNE)


async def test_departure_on_an_old_page_is_a_conflict(store: Repository) -> None:
    _, circle = await show_circle(door(store, GP), JEANNE)
    await add_professional(
        door(store, GP), JEANNE, OTHER_NURSE, is_doctor=False, since=YESTERDAY, form_id=new_id()
    )

    with pytest.raises(VersionConflictError):
        await end_membership(door(store, GP), JEANNE, NURSE, reason="moved", expected_version=circle.version)


async def test_departure_of_somebody_absent_is_refused(store: Repository) -> None:
    with pytest.raises(UnknownChoiceError):
        await end_membership(door(store, GP), JEANNE, OTHER_NURSE, reason="moved", expected_version=None)


async def test_carer_joins_with_name_and_relation(store: Repository) -> None:
    await add_carer(
        door(store, GP), JEANNE, given="Luc", family="Moreau", relation="son fils", role="CAREGIVER",
        phone="06 11 22 33 44", since=YESTERDAY, form_id=new_id(),
    )  # fmt: skip

    circle = circle_of(await open_chart(door(store, GP), JEANNE), now())
    (luc,) = [one for one in circle.present if one.person.name == "Luc MOREAU"]
    assert (luc.role, luc.person.phone) == ("son fils, aidant", "06 11 22 33 44")
