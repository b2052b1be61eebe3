"""The body of a message: its words, and its files, bounded. Run in a process of its own (`__main__`)."""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from itertools import islice

import msgspec

from cordee.exchange.mime.head import VALUE_BYTES_MAX
from cordee.exchange.mime.html_text import text_of_html
from cordee.exchange.mime.words import clean, decoded, one_line, words_of

TEXT_LENGTH_MAX = 100_000
SOURCE_BYTES_MAX = 4 * TEXT_LENGTH_MAX  # of all plain parts, of all HTML parts
PARTS_MAX = 200
NESTED_MAX = 30  # a message forwarded ten times has some twenty
FILES_MAX = 10
FILE_NAME_LENGTH = 120
_NESTING = re.compile(rb"boundary\*?\d*\*?\s*=|content-type\s*:\s*message/", re.IGNORECASE)


class TooDeepError(ValueError):
    """Parts within parts, more than anybody forwards."""


class File(msgspec.Struct, frozen=True):
    """A file a message carries: the name its sender gave it, and its bytes."""

    name: str
    content: bytes


class Body(msgspec.Struct, frozen=True):
    """What a message says and carries; `is_cut` when there was more, `left_out` names files not looked at."""

    text: str = ""
    files: tuple[File, ...] = ()
    left_out: tuple[str, ...] = ()
    is_cut: bool = False


class _Bounded(Compat32):
    """Headers are cut before anything reads them: their parameters take the square of their length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        written = value[:VALUE_BYTES_MAX].encode("utf-8", "surrogateescape")
        return name, words_of(written)


def read_body(content: bytes) -> Body:
    """Return the body of a message. Raises: TooDeepError, and whatever a hostile one makes the parser raise."""
    if next(islice(_NESTING.finditer(content), NESTED_MAX, None), None) is not None:
        raise TooDeepError
    found = list(islice(message_from_bytes(content, policy=_Bounded()).walk(), PARTS_MAX + 1))
    parts = [one for one in found[:PARTS_MAX] if not one.is_multipart()]
    text, is_cut = _text_of([one for one in parts if not _is_file(one)])
    files, left = _files([one for one in parts if _is_file(one)])
    return Body(text, files, left, is_cut or len(found) > PARTS_MAX)


def _text_of(parts: list[Message]) -> tuple[str, bool]:
    """Return the words of a message, plain when it has them so, and whether some were left."""
    for kind in ("text/plain", "text/html"):
        source, is_cut = _source([one for one in parts if _kind(one) == kind])
        words = (text_of_html(one) for one in source) if kind == "text/html" else source
        text = clean("\n\n".join(one for one in words if one)).strip()
        if text:
            return text[:TEXT_LENGTH_MAX], is_cut or len(text) > TEXT_LENGTH_MAX
    return "", False


def _source(parts: list[Message]) -> tuple[list[str], bool]:
    """Return the texts of parts, cut before they are decoded, and whether some was cut."""
    found, left, is_cut = [], SOURCE_BYTES_MAX, False
    for part in parts:
        content = _bytes(part)
        is_longer = len(content) > left
        found.append(words_of(content[:left], _charset(part), is_cut=is_longer))
        left, is_cut = max(0, left - len(content)), is_cut or is_longer
    return found, is_cut


def _files(parts: list[Message]) -> tuple[tuple[File, ...], tuple[str, ...]]:
    """Return the files of a message, FILES_MAX at most, and the names of those beyond."""
    names = [_file_name(part)[:FILE_NAME_LENGTH] or f"Pièce {n}" for n, part in enumerate(parts, start=1)]
    taken = tuple(
        File(name, _bytes(part)) for name, part in zip(names[:FILES_MAX], parts[:FILES_MAX], strict=True)
    )
    return taken, tuple(names[FILES_MAX : 2 * FILES_MAX])


def _kind(part: Message) -> str:
    """Return the type of a part; what claims parts and has none is plain text."""
    kind = part.get_content_type()
    return "text/plain" if kind.startswith(("multipart/", "message/")) else kind


def _is_file(part: Message) -> bool:
    is_named = bool(_file_name(part)) or part.get_content_disposition() == "attachment"
    return is_named or _kind(part) not in {"text/plain", "text/html"}


def _file_name(part: Message) -> str:
    try:
        return one_line(decoded(part.get_filename() or ""))
    except Exception:  # the standard library raises many things on broken parameters
        return ""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except ValueError:
        return None


def _bytes(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except ValueError:
        return b""
    return found if isinstance(found, bytes) else b""
