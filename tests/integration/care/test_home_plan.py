"""The home-intervention plan: appointments made, moved, changed from a day on, suspended and pushed on."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.access import Door
from cordee.care.agenda import events_of_record, move, my_events
from cordee.care.agenda.series import (
    NewLine,
    Rule,
    add_line,
    replace_line,
    restore_line,
    resume,
    stop_line,
    suspend,
)
from cordee.care.agenda.series.expanding import HORIZON_DAYS, extend_lines
from cordee.care.agenda.series.suspending import SHELVES, plan_of
from cordee.care.chart import open_chart
from cordee.care.wall_clock import today_in
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker
from cordee.store.errors import AlreadyExistsError
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, door

PARIS = ZoneInfo("Europe/Paris")
TODAY = today_in(PARIS, now())
TOMORROW = TODAY + timedelta(days=1)
WEEK = timedelta(days=7)


def mornings(start: date = TOMORROW, **more: object) -> NewLine:
    rule = Rule(start=start, hour=time(8), minutes=30, **more)  # type: ignore[arg-type]
    return NewLine(title="Toilette", kind="visit", member=NURSE, rule=rule, form_id=new_id())


async def coming(store: Repository, who: str = GP) -> dict[date, str]:
    """Return what takes place at home, by day: the hour, or the reason it does not."""
    start = datetime.combine(TODAY, time(), PARIS)
    events = await events_of_record(door(store, who), JEANNE, start, start + timedelta(days=90))
    return {
        one.start.astimezone(PARIS).date(): one.one.reason or f"{one.start.astimezone(PARIS):%H:%M}"
        for one in events
    }


async def test_line_fills_eight_weeks_and_is_in_the_nurses_agenda(store: Repository) -> None:
    await add_line(door(store, GP), JEANNE, PARIS, mornings())

    found = await coming(store)
    assert len(found) == HORIZON_DAYS
    assert set(found.values()) == {"08:00"}
    start = datetime.combine(TOMORROW, time(), PARIS)
    (mine,) = await my_events(door(store, NURSE), start, start + timedelta(days=1))
    assert (mine.name.polite if mine.name else "", mine.town, mine.mine) == (
        "Mme Jeanne MOREAU",
        "Autun",
        "accepted",
    )
    assert await my_events(door(store, OTHER_NURSE), start, start + WEEK) == []


async def test_same_form_twice_makes_one_line(store: Repository) -> None:
    line = mornings()
    await add_line(door(store, GP), JEANNE, PARIS, line)
    with pytest.raises(AlreadyExistsError):
        await add_line(door(store, GP), JEANNE, PARIS, line)
    assert len(await coming(store)) == HORIZON_DAYS


async def test_one_is_moved_and_the_others_stay(store: Repository) -> None:
    await add_line(door(store, GP), JEANNE, PARIS, mornings())
    start = datetime.combine(TOMORROW, time(), PARIS)
    (first,) = await my_events(door(store, NURSE), start, start + timedelta(days=1))
    await move(door(store, NURSE), JEANNE, first.one.id, start + timedelta(hours=18), 30)

    found = await coming(store)
    assert found[TOMORROW] == "18:00"
    assert found[TOMORROW + timedelta(days=1)] == "08:00"


async def test_this_and_following_go_by_another_rule(store: Repository) -> None:
    line_id = await add_line(door(store, GP), JEANNE, PARIS, mornings())
    from_day = TOMORROW + WEEK
    rule = Rule(start=from_day, hour=time(19), minutes=20)
    evenings = NewLine(title="Coucher", kind="visit", member=NURSE, rule=rule, form_id=new_id())
    await replace_line(door(store, GP), JEANNE, PARIS, line_id, evenings, first=from_day)

    found = await coming(store)
    assert found[from_day - timedelta(days=1)] == "08:00"
    assert {hour for day, hour in found.items() if day >= from_day} == {"19:00"}
    lines = plan_of(await open_chart(door(store, DAUGHTER), JEANNE, SHELVES), PARIS)
    assert [(one.title, one.rule.until) for one in lines] == [
        ("Toilette", from_day - timedelta(days=1)), ("Coucher", None)
    ]  # fmt: skip


async def test_stop_is_taken_back(store: Repository) -> None:
    line_id = await add_line(door(store, GP), JEANNE, PARIS, mornings())
    version = await stop_line(door(store, GP), JEANNE, PARIS, line_id, first=TODAY)
    assert await coming(store) == {}
    await restore_line(door(store, GP), JEANNE, PARIS, line_id, version, new_id())
    assert len(await coming(store)) == HORIZON_DAYS


async def test_stay_in_hospital_suspends_and_all_comes_back(store: Repository) -> None:
    await add_line(door(store, GP), JEANNE, PARIS, mornings())
    assert await suspend(door(store, GP), JEANNE, PARIS, TOMORROW + timedelta(days=2), None) == 1
    found = await coming(store)
    assert found[TOMORROW + timedelta(days=1)] == "08:00"
    assert found[TOMORROW + timedelta(days=2)] == "Hospitalisation"

    await resume(door(store, GP), JEANNE, PARIS, TOMORROW + timedelta(days=5), new_id())
    found = await coming(store)
    assert [found[TOMORROW + timedelta(days=n)] for n in (4, 5, 6)] == ["Hospitalisation", "08:00", "08:00"]


async def test_horizon_is_pushed_on_once(store: Repository) -> None:
    await add_line(door(store, GP), JEANNE, PARIS, mornings())
    platform = Door(store, system_asker("test"), None)
    later = TODAY + timedelta(days=10)
    assert await extend_lines(platform, PARIS, later) == 10
    assert await extend_lines(platform, PARIS, later) == 0
    found = await coming(store)
    assert max(found) == later + timedelta(days=HORIZON_DAYS)
    assert len(found) == HORIZON_DAYS + 10


async def test_nobody_outside_the_circle_sees_or_writes_it(store: Repository) -> None:
    line_id = await add_line(door(store, GP), JEANNE, PARIS, mornings())
    with pytest.raises(NotFoundError):
        await door(store, OTHER_NURSE).read("Schedule", line_id)
    with pytest.raises(NotFoundError):
        await add_line(door(store, OTHER_NURSE), JEANNE, PARIS, mornings())
