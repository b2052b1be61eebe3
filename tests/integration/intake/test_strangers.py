"""What a stranger writes on requests of their own, or signs with another's name, is taken for nothing else."""

from cordee.access import Door
from cordee.care import requests
from cordee.care.elements import concept
from cordee.care.entry import drawn_id
from cordee.care.requests.joining import join_record
from cordee.care.requests.mail import Mail, MailPart
from cordee.care.requests.mailed import take_mail
from cordee.care.requests.view import view_of
from cordee.care.tasks import new_task
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CareTeam,
    CareTeamParticipant,
    ContactPoint,
    Extension,
    HumanName,
    Identifier,
    Patient,
    Period,
    Reference,
    ServiceRequest,
)
from cordee.kernel.clock import now
from cordee.store import Repository
from tests.integration.care.village import COORDINATOR, DAC, GP, JEANNE, OTHER_NURSE, door
from tests.platform import PLATFORM

FIRST = Mail(
    key="first", sender_name="Dr Paul Girard", sender_email="petit@ville.example", text="Elle est seule."
)
NUMBER = requests.number_of(FIRST.id)
ABOUT_HERS = Reference(reference="Patient/hers")
CONTACT = Extension(
    url=systems.REQUESTER_CONTACT,
    valueContactPoint=ContactPoint(system="email", value="petit@ville.example"),
)


async def take(store: Repository, mail: Mail) -> bool:
    """Take a message as the worker does."""
    return await take_mail(Door(store, PLATFORM, None), mail, due_hours=48, acknowledges=False)


async def _bait(store: Repository) -> None:
    """Have a professional write the number on a request, and a task of answering the real one, in a record of hers."""
    hers = door(store, OTHER_NURSE)
    member = CareTeamParticipant(member=Reference(reference=OTHER_NURSE))
    async with hers.writing() as unit:
        unit.create(Patient(id="hers", name=[HumanName(family="Ailleurs")]))
        unit.create(
            CareTeam(
                status="active", subject=ABOUT_HERS, period=Period(start="2026-01-01"), participant=[member]
            )
        )
    bait = ServiceRequest(
        id="bait", identifier=[Identifier(system=systems.REQUEST_NUMBER, value=NUMBER)], status="active",
        intent="order", category=[concept(systems.REQUEST_CATEGORY, "support", "Appui")], subject=ABOUT_HERS,
        authoredOn="2099-01-01", requester=Reference(display="X", extension=[CONTACT]),
        performer=[Reference(reference=DAC)],
    )  # fmt: skip
    async with hers.writing() as unit:
        unit.create(bait)
        for source in ("bait", FIRST.id):
            unit.create(
                new_task(
                    id=f"task-{source}", code="qualify", text="Répondre", patient_id="hers",
                    requester=Reference(reference=OTHER_NURSE), owner=Reference(reference=OTHER_NURSE),
                    source=Reference(reference=f"ServiceRequest/{source}"),
                )
            )  # fmt: skip


async def test_reply_joins_the_request_its_number_is_drawn_from(store: Repository) -> None:
    assert await take(store, FIRST)
    await _bait(store)
    reply = Mail(
        key="reply", sender_email="petit@ville.example", text="Elle est tombée.", numbers=(NUMBER,),
        files=(MailPart(name="lettre.txt", content=b"Bonjour"),),
    )  # fmt: skip
    assert not await take(store, reply)
    for source in ("bait", FIRST.id):
        task = (await door(store, OTHER_NURSE).read("Task", f"task-{source}")).resource
        assert not task.note
    found = await requests.read_request(door(store, COORDINATOR), FIRST.id)
    steps = await requests.history_of(door(store, COORDINATOR), found.task_id)
    assert "Elle est tombée." in [one.said for one in steps]


async def test_name_that_came_by_mail_says_so_in_the_record_it_joins(store: Repository) -> None:
    assert await take(store, FIRST)
    await join_record(door(store, COORDINATOR), FIRST.id, JEANNE)
    copy = (await door(store, GP).read("ServiceRequest", drawn_id(FIRST.id, "joined"))).resource
    assert view_of(copy, None, None, now()).asked_by_words == "Dr Paul Girard, par courriel"
