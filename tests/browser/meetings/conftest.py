"""The village's server and browser, with a meeting to come about Jeanne, and a past one with its minutes."""

from collections.abc import AsyncIterator
from datetime import UTC, timedelta

import pytest

from cordee.care.agenda import answer
from cordee.care.meetings import Calling, Minutes, add_decision, call_meeting, read_meeting, validate
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.browser.shell.conftest import address, open_as
from tests.integration.care import village

__all__ = ["address", "open_as"]

COMING = now().replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=6)
LINK = "https://visio.example.org/staff"
PEOPLE = [village.NURSE, village.SOCIAL]


@pytest.fixture
async def meeting(address: str, database: Database) -> AsyncIterator[str]:
    """The id of the meeting to come."""
    store = Repository(database)
    gp = village.door(store, village.GP)
    held = Calling(
        start=COMING - timedelta(days=34), minutes=60, title="Staff de coordination", place="DAC, Autun"
    )
    past = await read_meeting(
        gp, await call_meeting(gp, held, village.JEANNE, "Peut-elle rester chez elle ?", PEOPLE, new_id())
    )
    (person,) = past.persons
    await add_decision(
        gp, person, "Poser la téléassistance", village.SOCIAL, COMING.date() - timedelta(days=20), new_id()
    )
    written = Minutes(
        discussion="Deux chutes en un mois.", decision="Rester chez elle, avec deux passages par jour."
    )
    await validate(gp, past, person, written, service="Nord Saône-et-Loire", on=held.start.date(), zone=UTC)
    to_come = Calling(start=COMING, minutes=60, title="Staff de coordination", place="DAC, Autun", link=LINK)
    question = "Les deux passages par jour suffisent-ils ? Faut-il un relais pour sa fille cet hiver ?"
    meeting_id = await call_meeting(gp, to_come, village.JEANNE, question, PEOPLE, new_id())
    (person,) = (await read_meeting(gp, meeting_id)).persons
    await answer(village.door(store, village.NURSE), village.JEANNE, person.one.id, comes=True)
    yield meeting_id
    await store.close()
