"""Files of a message: pictures cleaned of where they were taken, and PDF, stored with it and for the same readers."""

import base64
from collections.abc import Sequence

import msgspec

from cordee.care.entry import entry_id
from cordee.fhir.r4 import Attachment, Binary, Communication, CommunicationPayload, Meta
from cordee.store import Unit

FILES_MAX = 4


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file ready to be stored: its content was looked at, its type is what it is."""

    title: str
    content_type: str
    content: bytes


def attach(unit: Unit, one: Communication, files: Sequence[File]) -> list[CommunicationPayload]:
    """Stage the contents of files and return what names them in the message."""
    return [_payload(unit, one, file, number) for number, file in enumerate(files)]


def _payload(unit: Unit, one: Communication, file: File, number: int) -> CommunicationPayload:
    content = Binary(
        id=entry_id(one.id or "", f"file-{number}"),
        meta=Meta(security=one.meta.security) if one.meta and one.meta.security else None,
        contentType=file.content_type,
        securityContext=one.subject,
        data=base64.b64encode(file.content).decode("ascii"),
    )
    url = f"Binary/{unit.create(content)}"
    return CommunicationPayload(
        contentAttachment=Attachment(
            contentType=file.content_type, url=url, title=file.title, size=len(file.content)
        )
    )
