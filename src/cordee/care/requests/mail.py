"""A message as the coordination's mailbox received it: what of it a request is made of."""

import msgspec

from cordee.kernel.ids import part_id

ID_DOMAIN = "mail"
BY_MAIL = "par courriel"
UNREAD = (
    "Ce message n’a pas pu être lu ici, ni ses pièces. Son début, tel qu’il est arrivé, est dans « Courriel "
    "d’origine » ; le message entier est dans la boîte de la coordination."
)


class MailPart(msgspec.Struct, frozen=True, kw_only=True):
    """A file a message carries: the name its sender gave it, and its bytes."""

    name: str
    content: bytes


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """One message, read and bounded; nothing in it is believed but that somebody wrote it, its sender least of all.

    `key` is the same for one message however often it is read, and for no other. `numbers` are those of requests it
    answers, from its subject and its threading. `is_cut` when it was too long to be taken whole; `left_out` names the
    files that were not looked at. `is_raw` when it could not be taken apart: `text` is its beginning as it came.
    """

    key: str
    sender_name: str = ""
    sender_email: str = ""
    subject: str = ""
    text: str = ""
    sent: str = ""
    recipients: str = ""
    numbers: tuple[str, ...] = ()
    files: tuple[MailPart, ...] = ()
    left_out: tuple[str, ...] = ()
    is_automatic: bool = False
    is_cut: bool = False
    is_raw: bool = False

    @property
    def id(self) -> str:
        """Return the id of what the message becomes: read again, it makes nothing a second time."""
        return part_id(ID_DOMAIN, self.key)

    @property
    def sender(self) -> str:
        """Return who wrote, by name when they give one."""
        return self.sender_name or self.sender_email or "Expéditeur inconnu"

    @property
    def signature(self) -> str:
        """Return who wrote as what they sent is signed: anybody writes any name, so it never stands alone."""
        return by_mail(self.sender)

    @property
    def words(self) -> str:
        """Return what it says to who reads it."""
        return UNREAD if self.is_raw else self.text


def by_mail(sender: str) -> str:
    """Return the name of a sender, told from that of somebody of the directory."""
    return f"{sender}, {BY_MAIL}"
