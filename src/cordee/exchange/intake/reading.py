"""A message of the mailbox, from its bytes to what a request is made of: bounded, and readable however broken it is."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from hashlib import sha256
from itertools import islice

from cordee.care.requests.mail import Mail, MailPart
from cordee.care.requests.number import NUMBER
from cordee.exchange.intake.automatic import is_automatic
from cordee.exchange.intake.html_text import text_of_html

TEXT_LENGTH_MAX = 100_000
HEADER_LENGTH_MAX = 500
NUMBERS_MAX = 5
PARTS_MAX = 200
HEAD_BYTES_MAX = 64 * 1024
BOUNDARIES_MAX = 30  # a message forwarded ten times has some twenty
FILES_MAX = 10
FILE_NAME_LENGTH = 120
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_THREADING = ("Subject", "In-Reply-To", "References")
_ADDRESS = re.compile(
    r"[^@\s<>\"?&%#/\\,;:()]{1,64}@[^@\s<>\"?&%#/\\,;:()]{1,190}"
)  # none that a link would read otherwise


def read_mail(content: bytes, *, is_whole: bool = True, own: str = "") -> Mail:
    """Return a message; whatever its bytes are, something comes of it. `own` is the address we write from."""
    if not _is_too_deep(content):
        return _read(message_from_bytes(content, policy=policy.default), content, is_whole, own)
    head = BytesHeaderParser(policy=policy.default).parsebytes(content[:HEAD_BYTES_MAX])
    return _read(head, content, False, own)


def _is_too_deep(content: bytes) -> bool:
    """Return whether parts within parts would hold the parser for long; its head still says who wrote, about what."""
    return next(islice(_BOUNDARY.finditer(content), BOUNDARIES_MAX, None), None) is not None


def _read(message: Message, content: bytes, is_whole: bool, own: str) -> Mail:
    assert isinstance(message, EmailMessage)
    name, email = _sender(message)
    text, is_long = _text_of(message)
    files, left_out = _files(message) if is_whole else ((), ())
    return Mail(
        key=_key(message, content),
        sender_name=name,
        sender_email=email,
        subject=header(message, "Subject"),
        text=text,
        sent=header(message, "Date"),
        recipients=header(message, "To"),
        numbers=_numbers(message),
        files=files,
        left_out=left_out,
        is_automatic=is_automatic(message, email, own),
        is_cut=is_long or not is_whole,
    )


def header(message: EmailMessage, name: str) -> str:
    """Return a header as text on one line; nothing when it cannot be read."""
    try:
        value = str(message.get(name, ""))
    except Exception:  # the parser of the standard library raises many things on broken headers
        return ""
    return " ".join(_clean(value).split())[:HEADER_LENGTH_MAX]


def _key(message: EmailMessage, content: bytes) -> str:
    """Return what tells a message from any other: its Message-ID, and who wrote it when; else all its bytes.

    The Message-ID alone could be another's, sent first to have theirs taken for a repetition.
    """
    message_id = header(message, "Message-ID")
    if not message_id:
        return sha256(content).hexdigest()
    return "\n".join((message_id, header(message, "From"), header(message, "Date")))


def _sender(message: EmailMessage) -> tuple[str, str]:
    name, email = parseaddr(header(message, "Reply-To") or header(message, "From"))
    if not _ADDRESS.fullmatch(email):
        email = ""
    written = parseaddr(header(message, "From"))[0]
    return (written or name)[:HEADER_LENGTH_MAX].strip(" \"'"), email


def _numbers(message: EmailMessage) -> tuple[str, ...]:
    found = (number for name in _THREADING for number in NUMBER.findall(header(message, name)))
    return tuple(dict.fromkeys(found))[:NUMBERS_MAX]


def _text_of(message: EmailMessage) -> tuple[str, bool]:
    """Return the words of a message, plain when it has them so, and whether some were left."""
    plain = [_decoded(part) for part in _parts(message) if _is_text(part, "text/plain")]
    html = (
        []
        if any(one.strip() for one in plain)
        else [
            text_of_html(_decoded(part)[: 4 * TEXT_LENGTH_MAX])
            for part in _parts(message)
            if _is_text(part, "text/html")
        ]
    )
    text = _clean("\n\n".join(one for one in (html or plain) if one)).strip()
    return text[:TEXT_LENGTH_MAX], len(text) > TEXT_LENGTH_MAX


def _files(message: EmailMessage) -> tuple[tuple[MailPart, ...], tuple[str, ...]]:
    """Return the files of a message, FILES_MAX at most, and the names of those beyond."""
    found: list[MailPart] = []
    left: list[str] = []
    for number, part in enumerate(one for one in _parts(message) if _is_file(one)):
        name = " ".join(_clean(_file_name(part)).split())[:FILE_NAME_LENGTH] or f"Pièce {number + 1}"
        if len(found) < FILES_MAX:
            found.append(MailPart(name=name, content=_bytes(part)))
        elif len(left) < FILES_MAX:
            left.append(name)
    return tuple(found), tuple(left)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that hold something, PARTS_MAX at most; those of a message within a message are its own."""
    for number, part in enumerate(message.walk()):
        if number >= PARTS_MAX:
            return
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _is_text(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind and not _is_file(part)


def _is_file(part: EmailMessage) -> bool:
    try:
        is_named = bool(part.get_filename()) or part.get_content_disposition() == "attachment"
    except Exception:  # as in `header`
        return False
    return is_named or part.get_content_maintype() not in {"text", "message", "multipart"}


def _file_name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except Exception:  # as in `header`
        return ""


def _decoded(part: EmailMessage) -> str:
    """Return the words of a part in its own charset; in what they look like when that is unknown or wrong."""
    content = _bytes(part)
    for charset in (part.get_content_charset(), "utf-8", "cp1252"):
        try:
            return content.decode(charset or "utf-8")
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _bytes(part: EmailMessage) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except Exception:  # as in `header`
        return b""
    return found if isinstance(found, bytes) else b""


def _clean(text: str) -> str:
    """Return a text without what PostgreSQL and pages do not take: controls, halves of characters."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n")).encode("utf-8", "replace").decode("utf-8")
