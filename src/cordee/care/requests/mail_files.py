"""What a message carries, made ready to be kept: its own words as a text, and its files, each or why not."""

from typing import NamedTuple

from cordee.care.errors import CareError
from cordee.care.files import DOCUMENT_KINDS, SentFile, sent_file
from cordee.care.requests.files import ORIGINAL
from cordee.care.requests.mail import Mail

CUT = "[Le message est plus long : le reste est dans la boîte de la coordination.]"


class Carried(NamedTuple):
    """The files that are kept, the original first, and what is said of those that are not."""

    files: list[SentFile]
    said: str


async def carried_by(mail: Mail, *, without_files: str = "") -> Carried:
    """Return what is kept of a message; `without_files` keeps its words alone, and says why.

    A file of a kind that is not kept, too large or broken, is named and left: the rest is kept.
    """
    files, left = [original_of(mail)], []
    for part in () if without_files else mail.files:
        try:
            files.append(await sent_file(part.content, DOCUMENT_KINDS, title=part.name))
        except CareError:
            left.append(part.name)
    left += mail.left_out
    said = (
        f"Pièces laissées dans la boîte, illisibles ici ou trop lourdes : {', '.join(left)}." if left else ""
    )
    return Carried(files, without_files or said)


def original_of(mail: Mail) -> SentFile:
    """Return a message as a text: who wrote to whom, when, about what, and its words."""
    sender = " ".join(
        one for one in (mail.sender_name, f"<{mail.sender_email}>" if mail.sender_email else "") if one
    )
    head = (("De", sender), ("À", mail.recipients), ("Date", mail.sent), ("Objet", mail.subject))
    lines = [f"{name} : {value}" for name, value in head if value]
    lines += [f"Pièce jointe : {one.name}" for one in mail.files]
    text = "\n".join([*lines, "", mail.text, *([CUT] if mail.is_cut else [])])
    return SentFile(content=text.encode(), kind="text/plain", title=ORIGINAL)
