"""The village's server and browser, with a week of visits and appointments in Jeanne's record."""

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.access import Door
from cordee.care.agenda import Booking, answer, book
from cordee.care.agenda.hours import Opening, declare_hours
from cordee.care.agenda.series import NewLine, Rule, add_line
from cordee.care.agenda.series.week import monday_of
from cordee.care.wall_clock import today_in
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository, system_asker
from tests.browser.shell.conftest import address, open_as
from tests.integration.care import village

__all__ = ["address", "open_as"]

PARIS = ZoneInfo("Europe/Paris")
MONDAY = monday_of(today_in(PARIS, now())) + timedelta(days=7)


@pytest.fixture
async def week(address: str, database: Database) -> AsyncIterator[None]:
    """A live week: the nurse every morning, the social worker twice, a consultation, one more to confirm."""
    store = Repository(database)
    gp = village.door(store, village.GP)
    for who, title, hour, minutes, days in (
        (village.NURSE, "Toilette et pilulier", time(8), 30, ()),
        (village.NURSE, "Coucher", time(19, 15), 20, ()),
        (village.SOCIAL, "Aide aux papiers", time(11), 60, (0, 2, 4)),
        (village.DAUGHTER, "Courses et repas", time(12, 30), 90, (1, 5)),
    ):
        rule = Rule(start=MONDAY, hour=hour, minutes=minutes, weekdays=days)
        await add_line(
            gp,
            village.JEANNE,
            PARIS,
            NewLine(title=title, kind="visit", member=who, rule=rule, form_id=new_id()),
        )
    for day, hour, kind, title, place, members in (
        (
            1,
            14,
            "consultation",
            "Cardiologue, contrôle",
            "Centre hospitalier d’Autun",
            [village.GP, village.NURSE],
        ),
        (2, 15, "tele", "Téléconsultation plaie", "", [village.NURSE, village.SOCIAL]),
        (3, 10, "visit", "Visite du médecin", "", [village.GP]),
    ):
        start = datetime.combine(MONDAY + timedelta(days=day), time(hour), PARIS)
        booking = Booking(
            title=title, kind=kind, start=start, minutes=45, members=members, place=place, form_id=new_id()
        )
        id_ = await book(gp, village.JEANNE, booking)
    mornings = [Opening(weekday=day, start=time(9), end=time(12)) for day in range(5)]
    await declare_hours(
        Door(store, system_asker("test"), None), village.actor(village.GP), PARIS, mornings, 30
    )
    await answer(gp, village.JEANNE, id_, comes=False)
    yield
    await store.close()
