"""What a request opened to who asked is read in the record it was asked for alone, whatever is moved where."""

import base64

import pytest

from cordee.care.elements import concept
from cordee.care.requests.files import described
from cordee.care.tasks import new_task
from cordee.fhir import systems
from cordee.fhir.r4 import Attachment, Binary, CareTeam, Coding, Meta, Reference, ServiceRequest
from cordee.kernel.errors import NotFoundError
from cordee.store import Repository, system_asker
from cordee.store.current import lock
from cordee.store.rights_indexes import verify
from tests.integration.care.village import GP, JEANNE, NURSE, TEAM, door, neighbours
from tests.integration.store.test_letter_files import store, walls

__all__ = ["store", "walls"]
SYSTEM = system_asker("test")
AT = "2026-11-20T10:00:00+01:00"
NEIGHBOUR = "neighbour-0"
BESIDE = {"Task/task", "DocumentReference/doc", "Binary/bin"}
PARTS = BESIDE | {"ServiceRequest/asked"}


def content(patient_id: str, text: bytes) -> Binary:
    return Binary(
        id="bin", contentType="text/plain", securityContext=Reference(reference=f"Patient/{patient_id}"),
        meta=Meta(tag=[Coding(system=systems.CATEGORY, code="request")]), data=base64.b64encode(text).decode(),
    )  # fmt: skip


def asked(patient_id: str, requester: str | None = GP) -> ServiceRequest:
    return ServiceRequest(
        id="asked", status="active", intent="order", authoredOn=AT,
        category=[concept(systems.REQUEST_CATEGORY, "support", "Demande")],
        subject=Reference(reference=f"Patient/{patient_id}"),
        requester=Reference(reference=requester) if requester else None,
    )  # fmt: skip


@pytest.fixture
async def requested(store: Repository) -> None:
    """A request of the doctor's with its task, and a file of the nurse's; the doctor is in no circle any more."""
    team = (await store.read(SYSTEM, "CareTeam", TEAM)).resource
    neighbour = [one for one in neighbours(1) if not isinstance(one, CareTeam) or _leaves(one)]
    async with store.writing(SYSTEM) as unit:
        for one in neighbour:
            unit.create(one)
    async with door(store, GP).writing() as unit:
        unit.create(asked(JEANNE))
        unit.create(
            new_task(
                id="task", code="qualify", text="Répondre", patient_id=JEANNE, requester=Reference(reference=GP),
                owner=Reference(reference=GP), source=Reference(reference="ServiceRequest/asked"),
            )
        )  # fmt: skip
    async with door(store, NURSE).writing() as unit:
        unit.create(content(JEANNE, b"sent"))
        joined = Attachment(url="Binary/bin", contentType="text/plain", title="CR")
        unit.create(described("doc", "asked", JEANNE, joined, by=Reference(reference=NURSE), at=AT))
    async with store.writing(SYSTEM) as unit:
        _leaves(team)
        unit.update(team)


def _leaves(team: CareTeam) -> bool:
    team.participant = [
        one for one in team.participant or () if one.member is None or one.member.reference != GP
    ]
    return True


@pytest.mark.usefixtures("walls", "requested")
async def test_content_moved_to_another_record_is_read_by_who_asked_no_more(store: Repository) -> None:
    gp, nurse = door(store, GP), door(store, NURSE)
    assert (await gp.content("bin")).data == b"sent"
    async with nurse.writing() as unit:
        unit.update(content(NEIGHBOUR, b"of the neighbour"))

    for read in (gp.read("Binary", "bin"), gp.content("bin"), gp.vread("Binary", "bin", 1),
                 gp.history("Binary", "bin")):  # fmt: skip
        with pytest.raises(NotFoundError):
            await read
    assert await gp.payload("Binary", "bin", 2, with_content=True) is None
    async with store.database.connection(gp._asker) as connection, connection.transaction():
        row = (await lock(connection, gp._asker, [("Binary", "bin")]))["Binary", "bin"]
    assert (row.content, row.is_visible) == (None, False)
    assert (await gp.read("DocumentReference", "doc")).id == "doc"

    async with nurse.writing() as unit:
        unit.update(content(JEANNE, b"sent again"))
    assert (await gp.content("bin")).data == b"sent again"


@pytest.mark.usefixtures("requested")
async def test_what_stands_beside_a_request_goes_when_that_is_moved_to_another_record(
    store: Repository,
) -> None:
    gp, nurse = door(store, GP), door(store, NURSE)
    assert set(await gp.read_many(PARTS)) == PARTS
    for patient_id, requester, seen in (
        (NEIGHBOUR, None, set()), (JEANNE, GP, PARTS), (NEIGHBOUR, GP, {"ServiceRequest/asked"}),
    ):  # fmt: skip
        # who asked is another's to name: the platform does
        async with nurse.writing() if requester is None else store.writing(SYSTEM) as unit:
            unit.update(asked(patient_id, requester))
        assert set(await gp.read_many(PARTS)) == seen
        assert [one async for one in verify(store.database, lambda _, __: None)] == []
    async with store.writing(SYSTEM) as unit:
        unit.update(asked(JEANNE))
    async with nurse.writing() as unit:
        unit.delete("ServiceRequest", "asked")
    assert await gp.read_many(PARTS) == {}
