"""What is written of requests for support is valid in R4 and fr-core, in every state, whichever way they came."""

from datetime import timedelta

import msgspec
import pytest

from cordee.access import Door
from cordee.care import requests
from cordee.care.elements import concept
from cordee.care.files import sent_file
from cordee.care.requests import Answer, Caller, Identity, NewRequest, Opening, Qualifying
from cordee.care.requests.mail import Mail, MailPart
from cordee.care.requests.mailed import take_mail
from cordee.care.requests.reminding import remind
from cordee.fhir import systems
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.json_value import read_json
from cordee.fhir.r4 import Organization, Reference
from cordee.fhir.search import parse_query
from cordee.fhir.validation import validate
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.conformance.fhir.published import SHARED, needs_shared
from tests.integration.care.village import COORDINATOR, DAC, GP, JEANNE, build, door
from tests.platform import PLATFORM

pytestmark = [needs_shared, pytest.mark.shared]

SECONDS = 60.0
WRITTEN = ("ServiceRequest", "Task", "Patient", "DocumentReference", "Binary")
ODETTE = Identity(family="Rollin", given="Odette", gender="female", town="Autun", phone="03 85 00 00 01")


def new(**more: object) -> NewRequest:
    """Return a request as a form gives it."""
    return NewRequest(reason="Vit seule", details="Trois chutes.", identity=ODETTE, **more)  # type: ignore[arg-type]


async def act(store: Repository) -> None:
    """Take requests through every state."""
    platform, coordinator, gp = Door(store, PLATFORM, None), door(store, COORDINATOR), door(store, GP)
    caller = Caller(name="Mme Petit, sa fille", phone="06 00 00 00 21", email="petit@ville.example")
    whole = new(
        caller=caller,
        kind="orientation",
        theme="frailty",
        theme_label="Fragilité",
        origin="phone",
        consent="agrees",
    )
    ids = [
        await requests.submit_request(coordinator, whole, request_id=new_id(), due_hours=8) for _ in range(3)
    ]
    ids.append(await requests.submit_request(gp, new(), request_id=new_id(), due_hours=8))
    outside = new(caller=caller, origin="public-form", consent="not-asked", is_urgent=True)
    await requests.submit_from_outside(platform, outside, request_id=new_id(), due_hours=8)
    mail = Mail(
        key="1",
        sender_name="Mme Petit",
        sender_email="petit@ville.example",
        subject="Ma mère",
        text="Bonjour",
    )
    carried = msgspec.structs.replace(mail, files=(MailPart(name="a.pdf", content=b"%PDF-1.7"),))
    await take_mail(platform, carried, due_hours=8, acknowledges=True)
    number = requests.number_of(mail.id)
    await take_mail(
        platform, msgspec.structs.replace(carried, key="2", numbers=(number,)), due_hours=8, acknowledges=True
    )
    file = await sent_file(b"Bonjour", title="a.txt")
    await requests.add_files(coordinator, platform, ids[0], [file], form_id=new_id())
    await requests.take_on(coordinator, ids[0])
    qualifying = Qualifying(kind="coordination", is_urgent=True, due_hours=8, comment="Vue ce matin.")
    await requests.qualify(coordinator, ids[0], qualifying)
    await requests.pause(coordinator, ids[0], "le compte rendu")
    structure = Reference(reference=DAC, display="DAC 71 Nord")
    await requests.refuse(coordinator, ids[1], Answer(reason="redirected", structure=structure, tells=True))
    await requests.join_record(coordinator, ids[2], JEANNE)
    await requests.accept(coordinator, ids[3], Opening(theme="frailty", theme_label="Fragilité"))
    assert await remind(platform, now() + timedelta(hours=9)) == 3


async def test_requests_are_valid_in_every_state(database: Database) -> None:
    packages = [
        compile_package(one.read_bytes()).artefact for one in (SHARED / "ig").glob("hl7.fhir.fr.core-*.tgz")
    ]
    registry = Registry(base_artefact(), tuple(packages))
    store = Repository(database)
    await build(store)
    async with store.writing(PLATFORM) as unit:
        kind = concept(systems.ORGANIZATION_TYPE, "dac", "DAC")
        unit.update(Organization(id="dac", name="DAC 71 Nord", type=[kind]))
    await act(store)
    wrong, seen, statuses = [], 0, set()
    for type_ in WRITTEN:
        page = await store.search(PLATFORM, parse_query(type_, [("_count", "100")]))
        for row in page.rows:
            seen += 1
            statuses.add((type_, getattr(row.resource, "status", None)))
            issues = validate(read_json(row.content), (), registry, SECONDS)
            wrong += [
                (row.reference, one.expression, one.message_en) for one in issues if one.severity == "error"
            ]
    await store.close()
    assert wrong == []
    assert {("ServiceRequest", one) for one in ("active", "on-hold", "revoked", "completed")} <= statuses
    assert {("Task", one) for one in ("requested", "on-hold", "rejected", "completed")} <= statuses
    assert seen >= 15
