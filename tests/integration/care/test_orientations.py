"""An orientation: what the structure it is sent to sees, answers, and never sees."""

import pytest

from cordee.access import Actor, Door
from cordee.access.policy import policy_of
from cordee.care import orientations
from cordee.care.elements import concept
from cordee.care.orientations import NewOrientation
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Attachment,
    Binary,
    Coding,
    DocumentReference,
    DocumentReferenceContent,
    HealthcareService,
    Organization,
    Reference,
    ServiceRequest,
    Task,
)
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError, ForbiddenError, NotFoundError
from cordee.store import Database, Repository, system_asker
from cordee.store.rights_indexes import rebuild, verify
from tests.integration.care import village
from tests.integration.care.village import COORDINATOR, JEANNE, NURSE, OTHER_NURSE, door

FORM = "01920000-0000-7000-8000-0000000000f1"
RECORD_TYPES = ("Patient", "Task", "ServiceRequest", "DocumentReference", "Binary", "Observation", "Condition",
                "CareTeam", "EpisodeOfCare", "AllergyIntolerance", "RelatedPerson")  # fmt: skip


@pytest.fixture
async def store(store: Repository) -> Repository:
    """Jeanne's record with two documents, and a day care centre that stands in no circle."""
    about = Reference(reference=f"Patient/{JEANNE}")
    async with store.writing(system_asker("test")) as unit:
        unit.create(Organization(id="ch", active=True, name="Centre hospitalier"))
        unit.create(Organization(id="elsewhere", active=True, name="Une autre structure"))
        unit.create(
            HealthcareService(
                id="day", name="Accueil de jour", providedBy=Reference(reference="Organization/ch")
            )
        )
        for name in ("letter", "secret"):
            unit.create(
                Binary(id=f"{name}-file", contentType="application/pdf", securityContext=about, data="QUJD")
            )
            unit.create(
                DocumentReference(
                    id=name,
                    status="current",
                    subject=about,
                    content=[
                        DocumentReferenceContent(attachment=Attachment(title=name, url=f"Binary/{name}-file"))
                    ],
                )
            )
    return store


def _staff(store: Repository, organization: str = "Organization/ch") -> Door:
    who = f"PractitionerRole/staff-{organization[-2:]}"
    actor = Actor(
        id=who, login=who, name="Marc Accueil", kind="professional", role="nurse", role_label="Cadre", who=who,
        keys=(who,), organization=organization, organization_name="Centre hospitalier",
    )  # fmt: skip
    return Door(store, policy_of(actor, "care"), actor)


async def _seen(staff: Door) -> dict[str, list[str]]:
    """Return everything of the record somebody can read by id, whatever way in they try."""
    found: dict[str, list[str]] = {}
    async with staff._repository.database.connection(system_asker("test")) as connection:
        rows = await connection.execute("SELECT type, id FROM resource WHERE patient_id = %s", (JEANNE,))
        everything = await rows.fetchall()
    for type_, id_ in everything:
        try:
            await staff.read(type_, id_)
        except CordeeError:
            continue
        found.setdefault(type_, []).append(id_)
    return {type_: sorted(ids) for type_, ids in found.items()}


async def _send(store: Repository, **changes: object) -> str:
    fields = {
        "to": "HealthcareService/day",
        "reason": "Souffler deux jours",
        "documents": ("letter",),
        **changes,
    }
    return await orientations.send(door(store, NURSE), JEANNE, NewOrientation(**fields), form_id=FORM)  # type: ignore[arg-type]


async def test_the_structure_sees_what_was_sent_and_nothing_else(
    store: Repository, database: Database
) -> None:
    staff, stranger = _staff(store), _staff(store, "Organization/elsewhere")
    assert await _seen(staff) == {}
    id_ = await _send(store)
    assert await _send(store) == id_
    sent = {"Task": [id_], "ServiceRequest": [FORM], "Patient": [JEANNE], "DocumentReference": ["letter"],
            "Binary": ["letter-file"]}  # fmt: skip
    assert await _seen(staff) == sent
    assert await _seen(stranger) == {}
    assert await _seen(door(store, OTHER_NURSE)) == {}
    assert not await staff.sees(JEANNE)
    with pytest.raises(NotFoundError):
        await staff.shelves(JEANNE, {"Observation": 5})
    assert (await staff.my_records()).rows == []
    for type_ in RECORD_TYPES:
        rows = (await staff.search(parse_query(type_, [("_count", "50")]))).rows
        assert {one.id for one in rows} <= set(sent.get(type_, ())), type_
    page = await orientations.list_received(staff, ("requested",))
    assert [one.name for one in page.rows] == ["Mme Jeanne MOREAU née LAMBERT"]
    assert (await orientations.list_received(stranger, ("requested",))).rows == ()
    assert [one async for one in verify(database, lambda _a, _b: None)] == []
    assert await rebuild(database, lambda _a, _b: None) == 0


async def test_a_request_of_ones_own_is_no_orientation_received(store: Repository) -> None:
    about, gp = Reference(reference=f"Patient/{JEANNE}"), door(store, village.GP)
    request = ServiceRequest(
        id="asked", status="active", intent="order", subject=about, requester=Reference(reference=village.GP),
        category=[concept(systems.REQUEST_CATEGORY, "support", "Appui")], authoredOn="2026-11-01T09:00:00+01:00",
        performer=[Reference(reference=village.DAC)],
    )  # fmt: skip
    task = Task(
        id="asked", status="requested", intent="order", code=concept(systems.TASK_CODE, "qualify", "Qualifier"),
        for_=about, focus=Reference(reference="ServiceRequest/asked"),
    )  # fmt: skip
    async with store.writing(system_asker("test")) as unit:
        unit.create(request)
        unit.create(task)
    assert (await gp.read("Task", "asked")).id == "asked"
    assert (await orientations.list_received(gp, ("requested", "active"))).rows == ()


@pytest.mark.usefixtures("without_first_wall")
async def test_the_second_wall_alone_shows_the_same(store: Repository) -> None:
    id_ = await _send(store)
    seen = await _seen(_staff(store))
    assert seen["Task"] == [id_]
    assert (seen["DocumentReference"], seen["Binary"]) == (["letter"], ["letter-file"])
    assert set(seen) == {"Task", "ServiceRequest", "Patient", "DocumentReference", "Binary"}
    assert await _seen(_staff(store, "Organization/elsewhere")) == {}


async def test_answers_follow_one_another_and_a_refusal_closes_what_was_sent(store: Repository) -> None:
    staff, nurse = _staff(store), door(store, NURSE)
    id_ = await _send(store)
    await orientations.study(staff, id_)
    await orientations.set_aside(staff, id_, rank=3, words="Une place se libère en janvier.")
    await orientations.say(nurse, id_, "Merci, la fille peut attendre.")
    shown = await orientations.read_orientation(nurse, id_)
    assert (shown.state_words, len(shown.said)) == ("Mise en attente, rang 3", 2)
    assert shown.to_answer is not None
    with pytest.raises(ForbiddenError):
        await orientations.refuse(nurse, id_, reason="no-place", words="")
    await orientations.refuse(staff, id_, reason="no-place", words="Désolés.")
    assert await _seen(staff) == {"Task": [id_], "ServiceRequest": [FORM]}
    closed = await orientations.read_orientation(staff, id_)
    assert (closed.refusal, closed.name) == ("Aucune place dans un délai utile", "Mme Jeanne MOREAU")
    await orientations.take_back(staff, id_)
    await orientations.accept_orientation(staff, id_, words="")
    await orientations.admit(staff, id_, at=now(), words="")
    done = await orientations.read_orientation(nurse, id_)
    assert (done.state, done.to_admission is not None) == ("completed", True)
    assert await _seen(staff) == {"Task": [id_], "ServiceRequest": [FORM]}
    with pytest.raises(CordeeError):
        await orientations.refuse(staff, id_, reason="no-place", words="")


async def test_a_draft_is_not_sent_and_a_cancelled_one_closes(store: Repository) -> None:
    staff, nurse = _staff(store), door(store, NURSE)
    id_ = await _send(store, is_draft=True)
    assert await _seen(staff) == {}
    await orientations.send_draft(nurse, id_)
    assert "Patient" in await _seen(staff)
    await orientations.cancel(nurse, id_, why="La fille prend le relais.")
    assert await _seen(staff) == {"Task": [id_], "ServiceRequest": [FORM]}


async def test_the_structure_only_answers_it_readdresses_and_rewords_nothing(store: Repository) -> None:
    staff = _staff(store)
    id_ = await _send(store)
    await orientations.say(door(store, NURSE), id_, "Bonjour.")

    async def changed(**fields: object) -> None:
        task: Task = (await staff.read("Task", id_)).resource
        for name, value in fields.items():
            setattr(task, name, value)
        async with staff.writing() as unit:
            unit.update(task)

    await changed(status="received")
    for wrong in (
        {"owner": Reference(reference="Organization/elsewhere")},
        {"for_": Reference(reference="Patient/x")},
        {"focus": Reference(reference="ServiceRequest/x")},
        {"note": None},
        {"input": None},
        {"code": concept(systems.TASK_CODE, "todo", "Tâche")},
    ):
        with pytest.raises(CordeeError):
            await changed(**wrong)
    with pytest.raises(CordeeError):
        async with staff.writing() as unit:
            unit.delete("Task", id_)
    patient = (await staff.read("Patient", JEANNE)).resource
    with pytest.raises(CordeeError):
        async with staff.writing() as unit:
            unit.update(patient)


async def test_nobody_sends_what_they_do_not_see(store: Repository) -> None:
    outsider = door(store, OTHER_NURSE)
    new = NewOrientation(to="Organization/ch", reason="Essai")
    with pytest.raises(CordeeError):
        await orientations.send(outsider, JEANNE, new, form_id=FORM)
    id_ = await _send(store)
    nurse = door(store, NURSE)
    task: Task = (await nurse.read("Task", id_)).resource
    async with store.writing(system_asker("test")) as unit:
        unit.create(DocumentReference(id="foreign", status="current", content=[
            DocumentReferenceContent(attachment=Attachment(title="x"))]))  # fmt: skip
    assert task.input
    assert task.input[0].valueReference
    task.input[0].valueReference.reference = "DocumentReference/foreign"
    with pytest.raises(NotFoundError):
        async with nurse.writing() as unit:
            unit.update(task)
    assert (await _seen(_staff(store)))["DocumentReference"] == ["letter"]
    assert (await orientations.list_of_record(door(store, COORDINATOR), JEANNE)).rows[0].id == id_
    assert (await orientations.list_sent(nurse)).rows[0].documents == ()
    assert village.DAC  # the village's own structure stands in the circle and needs no orientation


async def test_nobody_sends_on_what_they_do_not_see(store: Repository) -> None:
    async with store.writing(system_asker("test")) as unit:
        secret = (await door(store, NURSE).read("DocumentReference", "secret")).resource
        secret.meta.security = [Coding(system=systems.VISIBILITY, code="MASQUE_PSOCIAL")]
        unit.update(secret)
    id_ = await _send(store, documents=("letter", "secret"))
    social, elsewhere = door(store, village.SOCIAL), _staff(store, "Organization/elsewhere")
    with pytest.raises(NotFoundError):
        await social.read("DocumentReference", "secret")

    task: Task = (await social.read("Task", id_)).resource
    task.owner = Reference(reference="Organization/elsewhere")
    with pytest.raises(NotFoundError):
        async with social.writing() as unit:
            unit.update(task)
    assert await _seen(elsewhere) == {}
    async with door(store, NURSE).writing() as unit:
        unit.update(task)
    assert (await _seen(elsewhere))["DocumentReference"] == ["letter", "secret"]
