"""What changed since my last visit, the timeline, and who opened the record."""

import contextlib
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from cordee.care.changes import SHOWN, mark_read, news_of
from cordee.care.chart import open_chart
from cordee.care.measure_writing import Entry, add_measures
from cordee.care.note_writing import add_note
from cordee.care.plan_writing import add_goal
from cordee.care.timeline import show_timeline
from cordee.care.trace import show_accesses
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import Repository
from tests.integration.care.village import COORDINATOR, GP, JEANNE, NURSE, OTHER_NURSE, door


async def note(store: Repository, who: str = NURSE, *, is_urgent: bool = False) -> str:
    """Write a note as somebody."""
    return await add_note(
        door(store, who), JEANNE, type_code="OBS", text="Œdèmes.", is_urgent=is_urgent, audience_code="circle",
        form_id=new_id(),
    )  # fmt: skip


async def said(store: Repository, who: str) -> list[str]:
    """Return the news of somebody as sentences."""
    opened = door(store, who)
    news = await news_of(opened, await open_chart(opened, JEANNE), who, await opened.visits(JEANNE))
    return [f"{one.who.name} {one.what.did} : {one.what.detail}" for one in news.changes]


async def test_others_changes_are_news_until_marked_read(store: Repository) -> None:
    await mark_read(door(store, GP), JEANNE, GP, now())
    await note(store)
    await note(store, GP)

    assert await said(store, GP) == ["Nadia Idrissi a écrit dans le cahier : Œdèmes."]
    await mark_read(door(store, GP), JEANNE, GP, now())
    assert await said(store, GP) == []


async def test_urgent_note_stays_first_whatever_came_after(store: Repository) -> None:
    await mark_read(door(store, GP), JEANNE, GP, now())
    await note(store, is_urgent=True)
    for _ in range(SHOWN + 1):
        await note(store)

    opened = door(store, GP)
    news = await news_of(opened, await open_chart(opened, JEANNE), GP, await opened.visits(JEANNE))
    assert [one.what.is_urgent for one in news.changes] == [True] + [False] * (SHOWN - 1)
    assert news.more == 2


async def test_measures_of_one_moment_are_one_line(store: Repository) -> None:
    await mark_read(door(store, GP), JEANNE, GP, now())
    entries = [
        Entry(key="tension", value=Decimal(152), second=Decimal(84)),
        Entry(key="pouls", value=Decimal(78)),
    ]
    await add_measures(door(store, NURSE), JEANNE, entries, at=now(), form_id=new_id())

    (line,) = await said(store, GP)
    assert "Tension 152/84" in line
    assert "Pouls 78/min" in line


async def test_need_and_plan_opened_with_a_goal_are_not_said_apart(store: Repository) -> None:
    await mark_read(door(store, GP), JEANNE, GP, now())
    await add_goal(
        door(store, NURSE),
        JEANNE,
        text="Remarcher",
        need="Chutes",
        domain="autonomy",
        due_on=None,
        form_id=new_id(),
    )

    assert await said(store, GP) == ["Nadia Idrissi a ajouté un objectif : Remarcher"]


async def test_coordinator_outside_the_participants_is_named(store: Repository) -> None:
    await mark_read(door(store, GP), JEANNE, GP, now())
    await note(store, COORDINATOR)

    (line,) = await said(store, GP)
    assert line.startswith("Claire Bonnot")


async def test_timeline_merges_by_month(store: Repository) -> None:
    await note(store)
    opened = door(store, GP)
    timeline = await show_timeline(opened, await open_chart(opened, JEANNE), ZoneInfo("Europe/Paris"))

    assert timeline.months[0].first_day == now().astimezone(ZoneInfo("Europe/Paris")).date().replace(day=1)
    nouns = {moment.what.noun for month in timeline.months for moment in month.moments}
    assert {"Note", "Problème de santé", "Allergie"} <= nouns


async def test_person_sees_who_read_and_who_was_refused(store: Repository) -> None:
    await open_chart(door(store, GP), JEANNE)
    with contextlib.suppress(NotFoundError):
        await open_chart(door(store, OTHER_NURSE), JEANNE)

    _, page = await show_accesses(door(store), JEANNE)
    lines = {(one.who.name, one.is_refused) for one in page.passages}
    assert ("Dr Paul Girard", False) in lines
    assert ("Zoé Ailleurs", True) in lines
    assert all(one.last_at - one.first_at < timedelta(minutes=1) for one in page.passages)
