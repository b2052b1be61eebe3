"""Keeping a file in a record: a Binary in the transaction of what it belongs to, and the Attachment that names it."""

import base64
from copy import copy
from hashlib import sha1

from cordee.care.files.sending import SentFile
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Attachment, Binary, Coding, Meta
from cordee.store import Unit
from cordee.store.came_of import thumbnail_id


def keep_file(
    unit: Unit,
    file: SentFile,
    patient_id: str,
    *,
    id_: str,
    labels: list[Coding] | None = None,
    part: str = "",
) -> Attachment:
    """Stage a file of a record and return the attachment that leads to it; `labels` hide it as what it belongs to.

    `part` is the code of the part of the record it is read with, documents when it is not said.

    The id comes from the form (`entry_id`), so that sending twice keeps once. Whoever may not write there, a record
    that is full, or a disk that is, refuses the whole unit.
    """
    meta = _meta(labels, part)
    unit.create(_binary(patient_id, id_, file.kind, file.content, meta))
    if file.thumbnail:
        unit.create(_binary(patient_id, thumbnail_id(id_), "image/jpeg", file.thumbnail, meta))
    return Attachment(
        contentType=file.kind,
        url=f"Binary/{id_}",
        title=file.title or None,
        size=len(file.content),
        hash=base64.b64encode(sha1(file.content, usedforsecurity=False).digest()).decode("ascii"),
    )


def _meta(labels: list[Coding] | None, part: str) -> Meta | None:
    if not labels and not part:
        return None
    tag = [Coding(system=systems.CATEGORY, code=part)] if part else None
    return Meta(security=list(labels) if labels else None, tag=tag)


def _binary(patient_id: str, id_: str, kind: str, content: bytes, meta: Meta | None) -> Binary:
    return Binary(
        id=id_,
        meta=copy(meta),
        contentType=kind,
        securityContext=about(patient_id),
        data=base64.b64encode(content).decode("ascii"),
    )
