"""Who adds files to a request, how many it holds, and whose identity is whose to write down."""

from collections.abc import Sequence

import pytest

from cordee.access import Door
from cordee.access.policy import policy_of
from cordee.care import requests
from cordee.care.files import SentFile
from cordee.care.requests import files as request_files
from cordee.fhir.r4 import Attachment, DocumentReference, DocumentReferenceContent, Patient, Reference
from cordee.fhir.search import Query
from cordee.kernel.errors import ForbiddenError
from cordee.kernel.ids import new_id
from cordee.store import Page, Repository
from cordee.store.errors import AlreadyExistsError
from tests.integration.care import village
from tests.integration.care.village import COORDINATOR, GP, JEANNE, NURSE, door
from tests.platform import PLATFORM

PAPER = SentFile(content=b"Bonjour", kind="text/plain", title="Note.txt")
ODETTE = requests.Identity(family="Rollin", given="Odette", gender="female")


async def ask(store: Repository, **about: object) -> str:
    """Have the GP ask for support and return the request's id."""
    new = requests.NewRequest(reason="Vit seule", **about)  # type: ignore[arg-type]
    return await requests.submit_request(door(store, GP), new, request_id=new_id(), due_hours=48)


async def add(
    store: Repository, who: str, id_: str, files: Sequence[SentFile] = (PAPER,), form_id: str = ""
) -> None:
    """Have somebody add files to a request."""
    mine, platform = door(store, who), Door(store, PLATFORM, None)
    await requests.add_files(mine, platform, id_, files, form_id=form_id or new_id())


async def test_who_sees_a_request_they_did_not_make_adds_no_file(store: Repository) -> None:
    id_ = await ask(store, patient_id=JEANNE)
    await door(store, NURSE).read("ServiceRequest", id_)
    with pytest.raises(ForbiddenError):
        await add(store, NURSE, id_)
    assert await requests.files_of(door(store, GP), id_) == ()
    for who in (GP, COORDINATOR):
        await add(store, who, id_)
    assert len(await requests.files_of(door(store, GP), id_)) == 2


async def test_request_that_is_full_takes_no_file_more_and_the_same_form_none_again(
    store: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_files, "FILES_MAX", 3)
    id_, fills = await ask(store, identity=ODETTE), new_id()
    with pytest.raises(requests.TooManyFilesError):
        await add(store, GP, id_, [PAPER] * 4)
    assert await requests.files_of(door(store, GP), id_) == ()
    for _ in range(2):
        await add(store, GP, id_, [PAPER] * 3, form_id=fills)
    for who in (GP, COORDINATOR):
        with pytest.raises(requests.TooManyFilesError):
            await add(store, who, id_)
    monkeypatch.undo()
    assert len(await requests.files_of(door(store, GP), id_)) == 3


async def test_who_answers_adds_files_with_one_reading_of_the_task(store: Repository) -> None:
    id_, searched = await ask(store, identity=ODETTE), list[str]()

    class Watched(Door):
        async def search(self, query: Query) -> Page:
            searched.append(query.resource_type)
            return await super().search(query)

    actor = village.actor(COORDINATOR)
    mine = Watched(store, policy_of(actor, "care"), actor)
    await requests.add_files(mine, mine, id_, [PAPER], form_id=new_id())
    assert searched.count("Task") == 1


async def test_person_who_was_known_before_the_request_is_not_named_in_it(store: Repository) -> None:
    known, new = await ask(store, patient_id=JEANNE), await ask(store, identity=ODETTE)
    mine = door(store, COORDINATOR)
    with pytest.raises(ForbiddenError):
        await requests.name_person(mine, known, ODETTE)
    assert (await requests.read_request(door(store, GP), known)).name.family == "MOREAU"
    await requests.name_person(mine, new, requests.Identity(family="Roy", given="Lise", gender="female"))
    assert (await requests.read_request(mine, new)).name.family == "ROY"


async def test_file_is_not_said_to_be_in_the_record_when_its_id_is_taken_elsewhere(store: Repository) -> None:
    id_ = await ask(store, patient_id=JEANNE)
    await add(store, GP, id_)
    mine = door(store, COORDINATOR)
    (file,) = await requests.files_of(mine, id_)
    elsewhere = DocumentReference(
        id=file.record_copy, status="current", subject=Reference(reference="Patient/paul"),
        content=[DocumentReferenceContent(attachment=Attachment(title="Autre"))],
    )  # fmt: skip
    async with store.writing(PLATFORM) as unit:
        unit.create(Patient(id="paul"))
        unit.create(elsewhere)
    with pytest.raises(AlreadyExistsError):
        await requests.keep_in_record(mine, id_, file.id, JEANNE)
