"""Adding files to a request that waits, and putting one among the documents of the record it became."""

from collections.abc import Sequence

from cordee.access import Actor, Door
from cordee.care.documents import add_document
from cordee.care.elements import fhir_instant, id_in
from cordee.care.entry import entry_id, once
from cordee.care.errors import CareError
from cordee.care.files import SentFile
from cordee.care.requests.errors import AlreadyAnsweredError
from cordee.care.requests.files import FILES_MAX, file_content, file_id, has_room, read_file, stage_files
from cordee.care.requests.pending import WAITING, task_of, to_answer
from cordee.care.requests.telling import CAME, tell_one, tell_team
from cordee.care.signing import signature
from cordee.fhir.r4 import ServiceRequest, Task
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError
from cordee.store import Unit

KEPT_TYPE = "28653-4"
"""What a file of a request is among documents: of the social or medico-social field; its depositor may replace it."""


class TooManyFilesError(CareError):
    """The request holds as many files as one may; nothing was added."""

    code = "too-many-request-files"

    def __init__(self) -> None:
        super().__init__(
            f"Une demande porte {FILES_MAX} pièces au plus. Rien n’a été ajouté : rangez la suite dans le dossier.",
            f"A request holds {FILES_MAX} files at most. Nothing was added: put the rest in the record.",
            field="file",
        )


async def add_files(door: Door, platform: Door, id_: str, files: Sequence[SentFile], *, form_id: str) -> None:
    """Add files to a request that waits; sent twice, they are there once.

    - coordination staff of the structure asked may, in their own name;
    - who asked may, for their own request: they write nothing else there, so the platform writes it for them, signed
      by them and traced;
    - anybody else is refused.
    Raises: AlreadyAnsweredError, ForbiddenError, TooManyFilesError; what the store says of a file.
    """
    form_id = entry_id(form_id, "files")
    if not await has_room(door, id_, files, key=form_id):
        raise TooManyFilesError
    if door.actor.is_coordinator:
        request, task = await to_answer(door, id_, WAITING)
        await _write(door, request, task, door.actor, files, form_id)
        return
    request = (await door.read("ServiceRequest", id_)).resource
    if request.requester is None or request.requester.reference != door.actor.who:
        raise ForbiddenError
    if request.status not in WAITING:
        raise AlreadyAnsweredError
    await _write(platform, request, await task_of(platform, request), door.actor, files, form_id)
    patient_id = id_in(request.subject, "Patient")
    await door.note("request-file", patient_id=patient_id, type_="ServiceRequest", id_=id_)


async def keep_in_record(door: Door, id_: str, file_id: str, record_id: str) -> str:
    """Put a file of a request among the documents of a record and return its id there; done twice, it is there once.

    Raises: NotFoundError when the record is not the actor's, or the file not of this request.
    """
    file = await read_file(door, id_, file_id)
    content = await file_content(door, id_, file_id)

    async def put() -> None:
        await add_document(
            door,
            record_id,
            title=file.title,
            type_code=KEPT_TYPE,
            content=content.data,
            audience_code="circle",
            form_id=file.record_copy,
        )

    await once(door, f"DocumentReference/{file.record_copy}", record_id, put)
    return file.record_copy


async def _write(
    writer: Door,
    request: ServiceRequest,
    task: Task | None,
    by: Actor,
    files: Sequence[SentFile],
    form_id: str,
) -> None:
    async def write() -> None:
        async with writer.writing() as unit:
            stage_files(unit, request, files, by=signature(by), at=fhir_instant(now()), key=form_id)
            tell_of_more(unit, request, owner_of(task), form_id, by=by.who)

    made = f"DocumentReference/{file_id(form_id, 0)}"
    await once(writer, made, id_in(request.subject, "Patient"), write)


def tell_of_more(unit: Unit, request: ServiceRequest, owner: str, event_id: str, *, by: str = "") -> None:
    """Have who answers told that something was added, or the team while nobody does; who added it is not."""
    if not owner:
        tell_team(unit, request, CAME, event_id)
    elif owner != by:
        tell_one(unit, request, owner, CAME, event_id)


def owner_of(task: Task | None) -> str:
    """Return the professional who answers a request, or nothing while nobody does."""
    owner = (task.owner.reference if task is not None and task.owner else None) or ""
    return owner if owner.startswith("PractitionerRole/") else ""
