"""Files of a message: pictures cleaned of where they were taken, and PDF, stored with it and for the same readers.

About a person they are of that record; about nobody they are read with the message itself, by whom it is from and to.
"""

import base64
from collections.abc import Sequence

import msgspec

from cordee.access import Door
from cordee.care.entry import drawn_id
from cordee.care.files import Content
from cordee.fhir.r4 import Attachment, Binary, Communication, CommunicationPayload, Meta, Reference
from cordee.kernel.errors import NotFoundError
from cordee.store import Unit
from cordee.store.columns import patient_of
from cordee.store.letter_files import letter_of

FILES_MAX = 4


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file ready to be stored: its content was looked at, its type is what it is."""

    title: str
    content_type: str
    content: bytes


def attach(unit: Unit, one: Communication, files: Sequence[File]) -> list[CommunicationPayload]:
    """Stage the contents of files and return what names them in the message."""
    return [_payload(unit, one, file, number) for number, file in enumerate(files)]


async def read_file(door: Door, binary_id: str) -> Content:
    """Return the bytes of a file sent about nobody. Raises NotFoundError for any other; ContentError when it is damaged
    or out of reach.
    """
    found = await door.content(binary_id)
    if not letter_of(found.binary, "Binary", patient_of(found.binary, "Binary")):
        raise NotFoundError
    return Content(content_type=found.binary.contentType or "", data=found.data)


def _payload(unit: Unit, one: Communication, file: File, number: int) -> CommunicationPayload:
    content = Binary(
        id=drawn_id(one.id or "", f"file-{number}"),
        meta=Meta(security=one.meta.security) if one.meta and one.meta.security else None,
        contentType=file.content_type,
        securityContext=one.subject or Reference(reference=f"Communication/{one.id}"),
        data=base64.b64encode(file.content).decode("ascii"),
    )
    url = f"Binary/{unit.create(content)}"
    return CommunicationPayload(
        contentAttachment=Attachment(
            contentType=file.content_type, url=url, title=file.title, size=len(file.content)
        )
    )
