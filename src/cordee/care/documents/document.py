"""A document as it is shown: what it is, who deposited it, where it comes from, for whom, which version."""

from datetime import datetime

import msgspec

from cordee.care.audience import audience_sentence, labels_of
from cordee.care.chart import Chart
from cordee.care.elements import id_in, instant, refers_to, words_of
from cordee.fhir import systems
from cordee.fhir.r4 import Attachment, DocumentReference

PICTURE, PDF, TEXT, OTHER = "picture", "pdf", "text", "other"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document; `binary_id` is empty when its content is kept elsewhere or within.

    `source` is the structure it comes from, when it is not the author's; `replaces` the id of the version before.
    """

    id: str
    title: str
    type_label: str
    author: str
    at: datetime | None
    content_type: str
    binary_id: str
    size: int
    audience: str
    is_mine: bool
    source: str = ""
    replaces: str = ""
    is_archived: bool = False
    is_superseded: bool = False
    version: int = 0

    @property
    def form(self) -> str:
        """Return how it is previewed: picture, pdf, text, or other when it is only downloaded."""
        return form_of(self.content_type)


def form_of(content_type: str) -> str:
    """Return how a content is previewed: picture, pdf, text, or other when it is only downloaded."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("image/jpeg", "image/png"):
        return PICTURE
    return {"application/pdf": PDF, "text/plain": TEXT}.get(kind, OTHER)


def document_of(chart: Chart, one: DocumentReference, me: str = "", version: int = 0) -> Document:
    """Return a document as it is shown."""
    attachment = one.content[0].attachment
    author = one.author[0] if one.author else None
    label = words_of(one.type) or words_of(one.category[0] if one.category else None)
    return Document(
        id=one.id or "",
        title=attachment.title or one.description or label or "Document",
        type_label=label,
        author=chart.person(author.reference, author.display).name if author is not None else "",
        at=instant(one.date),
        content_type=attachment.contentType or "",
        binary_id=_binary_id(attachment),
        size=attachment.size or 0,
        audience=audience_sentence(labels_of(one.meta.security if one.meta else None, one.securityLabel)),
        is_mine=bool(me) and refers_to(author, me),
        source=(one.custodian.display if one.custodian else None) or "",
        replaces=replaced_by(one),
        is_archived=is_archived(one),
        is_superseded=one.status == "superseded",
        version=version,
    )


def replaced_by(one: DocumentReference) -> str:
    """Return the id of the document this one replaces, or nothing."""
    links = (link for link in one.relatesTo or () if link.code == "replaces")
    return next((id_in(link.target, "DocumentReference") for link in links), "")


def is_archived(one: DocumentReference) -> bool:
    """Return whether a document was put aside. Source: PDSm, `isArchived`."""
    return any(
        extension.url == systems.DOCUMENT_IS_ARCHIVED and extension.valueBoolean
        for extension in one.extension or ()
    )


def _binary_id(attachment: Attachment) -> str:
    url = attachment.url or ""
    return url.split("/")[1] if url.startswith("Binary/") else ""
