"""A message of the mailbox, from its bytes to what a request is made of: bounded, and readable however broken it is.

Its head is read here, its body apart. One whose body cannot be read becomes a request all the same, of its head and its
beginning as it came: nothing that was sent is lost, and nothing is tried for ever.
"""

from hashlib import sha256

from cordee.care.requests.mail import Mail, MailPart
from cordee.care.requests.number import NUMBER
from cordee.exchange.intake.apart import read_apart
from cordee.exchange.mime import Body, Head, beginning_of, head_of, is_automatic

NUMBERS_MAX = 5
_THREADING = ("subject", "in-reply-to", "references")


async def read_mail(content: bytes, *, is_whole: bool = True, own: str = "") -> Mail:
    """Return a message; whatever its bytes are, something comes of it. `own` is the address we write from.

    Cost: at most `apart.WALL_SECONDS_MAX`; the body of an automatic message is not read.
    Raises: ReadingStoppedError.
    """
    body = Body() if is_automatic(head_of(content), own) else await read_apart(content)
    return mail_of(content, body, is_whole=is_whole, own=own)


def mail_of(content: bytes, body: Body | None, *, is_whole: bool = True, own: str = "") -> Mail:
    """Return a message with the body that was read of it; with its beginning as it came when none was."""
    head = head_of(content)
    name, email = head.sender()
    read = body or Body(text=beginning_of(content), is_cut=True)
    files = read.files if is_whole else ()
    return Mail(
        key=_key(head, content),
        sender_name=name,
        sender_email=email,
        subject=head.words("subject"),
        text=read.text,
        sent=head.words("date"),
        recipients=head.words("to"),
        numbers=_numbers(head),
        files=tuple(MailPart(name=one.name, content=one.content) for one in files),
        left_out=read.left_out,
        is_automatic=is_automatic(head, own),
        is_cut=read.is_cut or not is_whole,
        is_raw=body is None,
    )


def _key(head: Head, content: bytes) -> str:
    """Return what tells a message from any other: its Message-ID, and who wrote it when; else all its bytes.

    The Message-ID alone could be another's, sent first to have theirs taken for a repetition.
    """
    if not head.words("message-id"):
        return sha256(content).hexdigest()
    return "\n".join(head.words(name) for name in ("message-id", "from", "date"))


def _numbers(head: Head) -> tuple[str, ...]:
    found = (
        number for name in _THREADING for number in NUMBER.findall(f"{head.words(name)} {head.written(name)}")
    )
    return tuple(dict.fromkeys(found))[:NUMBERS_MAX]
