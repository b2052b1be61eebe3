"""Requests near their term are recalled, those past it escalated, each once; who asked by e-mail hears of an answer."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from procrastinate import App, PsycopgConnector

from cordee.access import Door, Gate
from cordee.care import requests
from cordee.care.chart import open_chart
from cordee.care.elements import code_of
from cordee.care.entry import drawn_id
from cordee.care.requests import Answer, Caller, Identity, NewRequest, Opening
from cordee.care.requests.reminding import DUE_SOON, OVERDUE, remind
from cordee.exchange.letters import Post
from cordee.fhir import systems
from cordee.fhir.r4 import Reference, ServiceRequest, Task
from cordee.jobs import Jobs
from cordee.jobs.requests import add_request_tasks
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.store.errors import ForeignAuthorError
from tests.integration.care.village import COORDINATOR, JEANNE, NURSE, OTHER_NURSE, actor, door
from tests.integration.mailbox import mail_server
from tests.platform import PLATFORM

HOURS = 8


def platform(store: Repository) -> Door:
    """Return the platform's own door."""
    return Door(store, PLATFORM, None)


async def ask(store: Repository, *, email: str = "") -> str:
    """Take down a request and return its id."""
    new = NewRequest(
        reason="Vit seule",
        identity=Identity(family="Rollin", given="Odette", gender="female"),
        caller=Caller(name="Mme Petit, sa fille", email=email),
        origin="phone",
    )
    return await requests.submit_request(door(store, COORDINATOR), new, request_id=new_id(), due_hours=HOURS)


async def level_of(store: Repository, id_: str) -> str:
    """Return the level written on the task of a request."""
    task: Task = (await platform(store).read("Task", drawn_id(id_, "qualify"))).resource
    return code_of(task.businessStatus, systems.REQUEST_DELAY)


async def test_each_level_is_reached_once_and_stays_in_the_history(
    store: Repository, database_url: str
) -> None:
    gate = Gate(store, Settings(data_dir=Path("unused"), demo=True))
    await gate.save_account(actor(COORDINATOR), is_demo=True)
    id_, mine, system = await ask(store), door(store, COORDINATOR), platform(store)
    await requests.take_on(mine, id_)
    asked_at = now()
    assert [await remind(system, asked_at + timedelta(hours=hours)) for hours in (1, 7, 7, 9, 9)] == [
        0,
        1,
        0,
        1,
        0,
    ]
    assert await level_of(store, id_) == OVERDUE
    found = await requests.read_request(mine, id_)
    told = [step.what for step in await requests.history_of(mine, found.task_id)]
    assert told[0].startswith("Délai dépassé")
    assert told[1].startswith("Rappel")
    await gate.close()
    await Jobs(Settings(data_dir=Path("unused"), database_url=database_url)).drain()


async def test_another_term_is_recalled_anew_and_an_answer_ends_it(store: Repository) -> None:
    id_, mine, system = await ask(store), door(store, COORDINATOR), platform(store)
    assert await remind(system, now() + timedelta(hours=7)) == 1
    assert await level_of(store, id_) == DUE_SOON
    qualifying = requests.Qualifying(kind="orientation", is_urgent=False, due_hours=72)
    await requests.qualify(mine, id_, qualifying)
    assert await remind(system, now() + timedelta(hours=9)) == 0
    assert await remind(system, now() + timedelta(hours=73)) == 1
    await requests.refuse(mine, id_, Answer(reason="answered"))
    assert await remind(system, now() + timedelta(hours=900)) == 0


async def test_requester_is_told_by_mail_that_an_answer_waits_and_nothing_else(
    store: Repository, database: Database, database_url: str
) -> None:
    id_, mine = await ask(store, email="petit@ville.example"), door(store, COORDINATOR)
    await requests.refuse(mine, id_, Answer(reason="answered", words="Le CLIC rappelle demain.", tells=True))
    with mail_server() as mailbox:
        settings = Settings(data_dir=Path("unused"), database_url=database_url, smtp_url=mailbox.url)
        gate = Gate(store, settings)
        app = App(connector=PsycopgConnector(conninfo=database_url, min_size=1, max_size=2))
        add_request_tasks(app, gate, Post(settings, "Europe/Paris"), "Le DAC répond au 03 85 00 00 00.")
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)
        await gate.close()
    (letter,) = mailbox.of("petit@ville.example")
    text = f"{letter['Subject']}\n{letter.get_content()}"
    assert requests.number_of(id_) in text
    assert "03 85 00 00 00" in text
    for secret in ("Rollin", "ROLLIN", "Odette", "Petit", "CLIC", "seule"):
        assert secret not in text


async def test_nobody_asks_for_support_in_somebody_else_s_name(store: Repository) -> None:
    """A request opens the person to its requester, and may invite them into the circle."""
    id_ = await ask(store)
    request: ServiceRequest = (await door(store, COORDINATOR).read("ServiceRequest", id_)).resource
    request.requester = Reference(reference=OTHER_NURSE, display="Dr Paul Girard")
    with pytest.raises(ForeignAuthorError):
        async with door(store, COORDINATOR).writing() as unit:
            unit.update(request)
    forged = msgspec.structs.replace(request, id=new_id(), subject=Reference(reference=f"Patient/{JEANNE}"))
    with pytest.raises(ForeignAuthorError):
        async with door(store, NURSE).writing() as unit:
            unit.create(forged)


async def test_requester_goes_by_their_name_in_the_directory(store: Repository) -> None:
    """A request over the API says any name beside its sender's reference: who accepts it invites that sender."""
    id_ = await ask(store)
    request: ServiceRequest = (await platform(store).read("ServiceRequest", id_)).resource
    request.requester = Reference(reference=OTHER_NURSE, display="Dr Paul Girard")
    async with platform(store).writing() as unit:
        unit.update(request)
    coordinator = door(store, COORDINATOR)
    assert (await requests.read_request(coordinator, id_)).requester == "Zoé Ailleurs"
    opening = Opening(theme="falls", theme_label="Chutes", invites_requester=True)
    patient_id = await requests.accept(coordinator, id_, opening)
    chart = await open_chart(coordinator, patient_id)
    assert chart.team is not None
    members = [one.member for one in chart.team.participant or () if one.member is not None]
    assert [(one.reference, one.display) for one in members][1:] == [(OTHER_NURSE, "Zoé Ailleurs")]
