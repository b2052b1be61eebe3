"""Keeping a file in a record: a Binary in the transaction of what it belongs to, and the Attachment that names it."""

import base64
from hashlib import sha1

from cordee.care.entry import entry_id
from cordee.care.files.sending import SentFile
from cordee.care.signing import about
from cordee.fhir.r4 import Attachment, Binary, Coding, Meta
from cordee.store import Unit


def keep_file(
    unit: Unit, file: SentFile, patient_id: str, *, id_: str, labels: list[Coding] | None = None
) -> Attachment:
    """Stage a file of a record and return the attachment that leads to it; `labels` hide it as what it belongs to.

    The id comes from the form (`entry_id`), so that sending twice keeps once. Whoever may not write there, a record
    that is full, or a disk that is, refuses the whole unit.
    """
    unit.create(_binary(patient_id, id_, file.kind, file.content, labels))
    if file.thumbnail:
        unit.create(_binary(patient_id, thumbnail_id(id_), "image/jpeg", file.thumbnail, labels))
    return Attachment(
        contentType=file.kind,
        url=f"Binary/{id_}",
        title=file.title or None,
        size=len(file.content),
        hash=base64.b64encode(sha1(file.content, usedforsecurity=False).digest()).decode("ascii"),
    )


def thumbnail_id(binary_id: str) -> str:
    """Return the id of the small picture kept beside a picture."""
    return entry_id(binary_id, "thumbnail")


def _binary(patient_id: str, id_: str, kind: str, content: bytes, labels: list[Coding] | None) -> Binary:
    return Binary(
        id=id_,
        meta=Meta(security=list(labels)) if labels else None,
        contentType=kind,
        securityContext=about(patient_id),
        data=base64.b64encode(content).decode("ascii"),
    )
