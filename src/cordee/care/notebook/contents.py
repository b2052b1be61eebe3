"""What a note holds: its text, and what was joined to it: photos, voice, papers."""

import base64
import binascii
from collections.abc import Iterator

import msgspec

from cordee.fhir.r4 import Attachment, DocumentReference, DocumentReferenceContent

PHOTO, VOICE, PAPER = "photo", "voice", "paper"
TRANSCRIPT = "Ce que dit le message vocal"
"""The title of a written text that says what the voice joined to it says."""


class Piece(msgspec.Struct, frozen=True):
    """Something joined to a note, by the id of its Binary: a photo, a voice or a paper.

    The title of a photo is what it shows in words, empty when nobody said.
    """

    form: str
    binary_id: str
    kind: str
    title: str
    size: int


def text_of(reference: DocumentReference) -> str:
    """Return the whole text of a note: its plain-text content, else its description."""
    for content in reference.content:
        attachment = content.attachment
        if (attachment.contentType or "").startswith("text/plain") and attachment.data:
            try:
                return base64.b64decode(attachment.data).decode("utf-8", errors="replace")
            except (binascii.Error, ValueError):
                break
    return reference.description or ""


def pieces_of(reference: DocumentReference) -> Iterator[Piece]:
    """Return what is joined to a note and kept in this store, in its order."""
    for content in reference.content:
        attachment = content.attachment
        url, kind = attachment.url or "", attachment.contentType or ""
        if url.startswith("Binary/"):
            yield Piece(_form(kind), url.split("/")[1], kind, attachment.title or "", attachment.size or 0)


def photos_of(reference: DocumentReference) -> Iterator[Piece]:
    """Return the photos of a note."""
    return (piece for piece in pieces_of(reference) if piece.form == PHOTO)


def is_wordless(reference: DocumentReference) -> bool:
    """Return whether a note holds no written text, only what was joined to it."""
    return not any(is_text(content.attachment) for content in reference.content)


def is_transcript(reference: DocumentReference) -> bool:
    """Return whether its author said that the written text of a note says what its voice message says."""
    return any(
        is_text(content.attachment) and content.attachment.title == TRANSCRIPT
        for content in reference.content
    )


def text_content(text: str, *, is_transcript: bool = False) -> DocumentReferenceContent:
    """Return the written text of a note as one of its contents."""
    data = base64.b64encode(text.encode()).decode("ascii")
    title = TRANSCRIPT if is_transcript else None
    return DocumentReferenceContent(
        attachment=Attachment(contentType="text/plain", language="fr", data=data, title=title)
    )


def is_text(attachment: Attachment) -> bool:
    """Return whether a content is the written text of a note."""
    return (attachment.contentType or "").startswith("text/plain") and not attachment.url


def _form(kind: str) -> str:
    if kind.startswith("image/"):
        return PHOTO
    return VOICE if kind.startswith("audio/") else PAPER
