"""One message as a page shows it, read from its Communication; liberal with what other software wrote."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from cordee.care.audience import labels_of
from cordee.care.elements import has_code, instant
from cordee.fhir import systems
from cordee.fhir.r4 import Communication

MESSAGE = "message"
SUMMARY_LENGTH = 140


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a message: the id of its content, its title, whether it is a picture."""

    id: str
    title: str
    content_type: str

    @property
    def is_picture(self) -> bool:
        """Return whether a browser shows it in place."""
        return self.content_type.startswith("image/")


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message. `mentioned` are those it calls on.

    A word about the conversation itself names those who `joined` it or were `removed`, or says that its sender left it.
    """

    id: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    names: dict[str, str]
    at: datetime | None
    text: str
    topic: str
    labels: frozenset[str]
    mentioned: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()
    patient_id: str = ""
    is_withdrawn: bool = False
    joined: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_leaving: bool = False

    @property
    def is_about_members(self) -> bool:
        """Return whether it says who came or is gone, and nothing else."""
        return bool(self.joined or self.removed) or self.is_leaving

    @property
    def people(self) -> dict[str, str]:
        """Return the names of those it is from and to, by reference."""
        return {self.sender: self.sender_name, **self.names} if self.sender else self.names

    @property
    def summary(self) -> str:
        """Return its first words, on one line."""
        words = " ".join(self.text.split())
        if not words and self.files:
            return "Une pièce jointe" if len(self.files) == 1 else f"{len(self.files)} pièces jointes"
        return words if len(words) <= SUMMARY_LENGTH else f"{words[:SUMMARY_LENGTH].rstrip()}…"


def message_of(one: Communication, patient_id: str = "") -> Message:
    """Return a message read from a Communication."""
    sender = one.sender
    recipients = [each for each in one.recipient or () if each.reference]
    payload = one.payload or ()
    return Message(
        id=one.id or "",
        sender=(sender.reference if sender else None) or "",
        sender_name=(sender.display if sender else None) or "",
        recipients=tuple(each.reference or "" for each in recipients),
        names={each.reference or "": each.display or "" for each in recipients},
        at=instant(one.sent),
        text="\n".join(each.contentString for each in payload if each.contentString),
        topic=(one.topic.text if one.topic else None) or "",
        labels=labels_of(one.meta.security if one.meta else None, None),
        mentioned=tuple(_named(one, systems.MENTION)),
        files=tuple(_files(one)),
        patient_id=patient_id,
        is_withdrawn=one.status == "entered-in-error",
        joined=tuple(_named(one, systems.MESSAGE_JOINED)),
        removed=tuple(_named(one, systems.MESSAGE_REMOVED)),
        is_leaving=any(
            each.url == systems.MESSAGE_LEFT and each.valueBoolean for each in one.extension or ()
        ),
    )


def is_message(one: Communication) -> bool:
    """Return whether a Communication is a message somebody wrote, and not a notice of the platform."""
    return not any(
        coding.system == systems.NOTICE for each in one.category or () for coding in each.coding or ()
    )


def is_ours(one: Communication) -> bool:
    """Return whether a Communication was written as a message here."""
    return has_code(one.category, systems.MESSAGE, MESSAGE)


def _named(one: Communication, url: str) -> Iterable[str]:
    for extension in one.extension or ():
        if extension.url == url and extension.valueReference is not None:
            yield extension.valueReference.reference or ""


def _files(one: Communication) -> Iterable[Attached]:
    for each in one.payload or ():
        file = each.contentAttachment
        if file is not None and (file.url or "").startswith("Binary/"):
            yield Attached(
                id=(file.url or "").split("/")[1],
                title=file.title or "Pièce jointe",
                content_type=file.contentType or "",
            )
