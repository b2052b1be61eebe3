"""Files of a request: seen by whoever may see the request, by nobody else, and not among the documents of a record.

Each is a DocumentReference about the request (`context.related`) and the Binary it leads to, both of the part of a
record that requests are: rights on requests are rights on their files. See ADR 0042.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from cordee.access import Door
from cordee.care.documents.belonging import is_request_file
from cordee.care.documents.document import form_of
from cordee.care.elements import concept, id_in, instant, refers_to
from cordee.care.entry import drawn_id
from cordee.care.files import Content, SentFile, keep_file, read_content, read_thumbnail
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Attachment,
    DocumentReference,
    DocumentReferenceContent,
    DocumentReferenceContext,
    Reference,
    ServiceRequest,
)
from cordee.fhir.search import parse_query
from cordee.kernel.errors import NotFoundError
from cordee.store import Unit

FILES_MAX = 60  # of one request, its replies’ included
PART = "request"
ORIGINAL = "Courriel d’origine"
WORDS = "Pièce d’une demande"
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class RequestFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a request. `record_copy` is the id it has, or would have, among the documents of the record."""

    id: str
    title: str
    content_type: str
    size: int
    binary_id: str
    patient_id: str
    by: str
    at: datetime | None
    is_kept: bool = False

    @property
    def form(self) -> str:
        """Return how it is previewed: picture, pdf, text, or other when it is only downloaded."""
        return form_of(self.content_type)

    @property
    def record_copy(self) -> str:
        """Return the id of the document it becomes: put there twice, it is there once."""
        return drawn_id(self.id, "kept")


def file_id(key: str, number: int) -> str:
    """Return the id of one of the files sent together under a key."""
    return drawn_id(key, f"file {number}")


def stage_files(
    unit: Unit, request: ServiceRequest, files: Sequence[SentFile], *, by: Reference, at: str, key: str
) -> None:
    """Stage files of a request in the unit that writes it, or in one of their own; `key` names them for ever."""
    patient_id = id_in(request.subject, "Patient")
    for number, file in enumerate(files):
        id_ = file_id(key, number)
        attachment = keep_file(unit, file, patient_id, id_=drawn_id(id_, "content"), part=PART)
        unit.create(described(id_, request.id or "", patient_id, attachment, by=by, at=at))


async def has_room(door: Door, request_id: str, files: Sequence[SentFile], *, key: str) -> bool:
    """Return whether a request may hold these files too, FILES_MAX in all; sent again, they take no more room."""
    standing = {one.id for one in await files_of(door, request_id)}
    return len(standing | {file_id(key, number) for number in range(len(files))}) <= FILES_MAX


def described(
    id_: str, request_id: str, patient_id: str, attachment: Attachment, *, by: Reference, at: str
) -> DocumentReference:
    """Return what says that a content is a file of a request, who sent it and when."""
    attachment.creation = at
    return DocumentReference(
        id=id_,
        status="current",
        category=[concept(systems.DOCUMENT_CATEGORY, systems.REQUEST_FILE, WORDS)],
        subject=about(patient_id),
        date=at,
        author=[by],
        description=attachment.title,
        content=[DocumentReferenceContent(attachment=attachment)],
        context=DocumentReferenceContext(related=[Reference(reference=f"ServiceRequest/{request_id}")]),
    )


async def files_of(door: Door, request_id: str, *, in_record: bool = False) -> tuple[RequestFile, ...]:
    """Return the files of a request, oldest first, a message before what it carries.

    `in_record` says which stand among documents already.

    Cost: one search, and one statement more for `in_record`.
    """
    pairs = [
        ("related", f"ServiceRequest/{request_id}"),
        ("category", f"{systems.DOCUMENT_CATEGORY}|{systems.REQUEST_FILE}"),
        ("status", "current"),
        ("_sort", "date"),
        ("_count", str(FILES_MAX)),
    ]
    rows = (await door.search(parse_query("DocumentReference", pairs))).rows
    found = sorted((_file(row.resource) for row in rows), key=_rank)
    if not in_record or not found:
        return tuple(found)
    kept = await door.read_many([f"DocumentReference/{one.record_copy}" for one in found])
    return tuple(
        msgspec.structs.replace(one, is_kept=f"DocumentReference/{one.record_copy}" in kept) for one in found
    )


async def read_file(door: Door, request_id: str, file_id: str) -> RequestFile:
    """Return one file of a request. Raises NotFoundError when it is not of it, or not for this person to see."""
    one: DocumentReference = (await door.read("DocumentReference", file_id)).resource
    related = (one.context.related if one.context is not None else None) or ()
    if not is_request_file(one) or not any(refers_to(ref, f"ServiceRequest/{request_id}") for ref in related):
        raise NotFoundError
    return _file(one)


async def file_content(door: Door, request_id: str, file_id: str, *, small: bool = False) -> Content:
    """Return the bytes of a file, or those of its small picture. Raises as `read_file`, `read_content`."""
    file = await read_file(door, request_id, file_id)
    return await (read_thumbnail if small else read_content)(door, file.patient_id, file.binary_id)


def _rank(file: RequestFile) -> tuple[datetime, bool, str]:
    return file.at or _EARLIEST, file.title != ORIGINAL, file.title


def _file(one: DocumentReference) -> RequestFile:
    attachment = one.content[0].attachment
    author = one.author[0] if one.author else None
    return RequestFile(
        id=one.id or "",
        title=attachment.title or one.description or "Pièce jointe",
        content_type=attachment.contentType or "",
        size=attachment.size or 0,
        binary_id=(attachment.url or "").removeprefix("Binary/"),
        patient_id=id_in(one.subject, "Patient"),
        by=(author.display if author is not None else None) or "",
        at=instant(one.date),
    )
