"""Hours declared, slots opened in them, and two colleagues who take the same one at once."""

import asyncio
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.access import Door
from cordee.care.agenda import clashes
from cordee.care.agenda.hours import (
    Opening,
    SlotTakenError,
    declare_hours,
    free_slots,
    give_back,
    openings_of,
    take_slot,
)
from cordee.care.chart import open_chart
from cordee.care.errors import UnlikelyMomentError
from cordee.care.wall_clock import today_in
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker
from tests.integration.care.village import GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL, actor, door

PARIS = ZoneInfo("Europe/Paris")
TODAY = today_in(PARIS, now())
MORNINGS = [Opening(weekday=day, start=time(9), end=time(12)) for day in range(5)]


def platform(store: Repository) -> Door:
    return Door(store, system_asker("hours"), None)


async def test_hours_are_declared_read_by_colleagues_and_declared_anew(store: Repository) -> None:
    assert await declare_hours(platform(store), actor(GP), PARIS, MORNINGS, 30) == 20 * 6
    assert await openings_of(door(store, OTHER_NURSE), [GP, NURSE]) == {GP: MORNINGS}
    found = await free_slots(door(store, NURSE), [GP])
    assert 9 * 6 <= len(found) <= 10 * 6
    assert {one.start.astimezone(PARIS).hour for one in found} == {9, 10, 11}
    assert await declare_hours(platform(store), actor(GP), PARIS, MORNINGS[:1], 0) == 0
    assert await free_slots(door(store, NURSE), [GP]) == []
    with pytest.raises(UnlikelyMomentError):
        await declare_hours(
            platform(store), actor(GP), PARIS, [Opening(weekday=0, start=time(9), end=time(9))], 0
        )


async def test_one_of_two_at_once_has_the_slot_and_the_other_is_told(store: Repository) -> None:
    await declare_hours(platform(store), actor(GP), PARIS, MORNINGS, 60)
    slot = (await free_slots(door(store, NURSE), [GP]))[0]
    both = [
        take_slot(door(store, who), platform(store), slot.id, JEANNE, "consultation", new_id())
        for who in (NURSE, SOCIAL)
    ]
    taken = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in taken) == ["SlotTakenError", "str"]
    with pytest.raises(SlotTakenError):
        await take_slot(door(store, NURSE), platform(store), slot.id, JEANNE, "consultation", new_id())
    await declare_hours(platform(store), actor(GP), PARIS, MORNINGS, 60)  # what is taken stays taken
    assert slot.start not in [one.start for one in await free_slots(door(store, NURSE), [GP])]
    await give_back(platform(store), [slot.id])
    assert slot.start in [one.start for one in await free_slots(door(store, NURSE), [GP])]


async def test_slot_refused_for_the_person_is_given_back(store: Repository) -> None:
    await declare_hours(platform(store), actor(GP), PARIS, MORNINGS, 60)
    slot = (await free_slots(door(store, NURSE), [GP]))[0]
    with pytest.raises(Exception):  # noqa: B017, PT011 - not in the circle: whatever the refusal
        await take_slot(door(store, OTHER_NURSE), platform(store), slot.id, JEANNE, "consultation", new_id())
    assert slot.id in [one.id for one in await free_slots(door(store, NURSE), [GP])]


async def test_hours_outside_are_told_and_nobody_writes_anothers(store: Repository) -> None:
    await declare_hours(platform(store), actor(GP), PARIS, MORNINGS, 0)
    monday = TODAY + timedelta(days=7 - TODAY.weekday())
    chart = await open_chart(door(store, NURSE), JEANNE)
    at_ten, at_three = (datetime.combine(monday, time(hour), PARIS) for hour in (10, 15))
    assert await clashes(door(store, NURSE), chart, [GP], at_ten, 30) == ()
    (clash,) = await clashes(door(store, NURSE), chart, [GP], at_three, 30)
    assert (clash.name, clash.is_away) == ("Dr Paul Girard", True)
    schedule = (await door(store, NURSE).read("Schedule", "hours-gp-girard")).resource
    with pytest.raises(NotFoundError):
        async with door(store, NURSE).writing() as unit:
            unit.update(schedule)
