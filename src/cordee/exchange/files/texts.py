"""From an unpacked stream to JSON texts: one document, or the lines of NDJSON."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from cordee.exchange.files.errors import TooLargeError
from cordee.exchange.files.parts import Place, Refused, Text

DOCUMENT_MAX_BYTES = 128 * 1024 * 1024
LINE_MAX_BYTES = 50 * 1024 * 1024
LINE_NAMES = (".ndjson", ".jsonl")

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def texts_of(name: str, stream: BinaryIO) -> Iterator[Text | Refused]:
    """Yield the texts of a stream, blank lines left out.

    When the name says neither `.json` nor `.ndjson`, the first line decides: a whole JSON object on it means lines.
    Cost: holds one document (128 MiB at most) or one line (50 MiB at most).
    """
    lowered = name.lower()
    if lowered.endswith(LINE_NAMES):
        yield from _lines(name, stream, b"")
    elif lowered.endswith(".json"):
        yield from _document(name, stream, b"")
    else:
        first = stream.readline(LINE_MAX_BYTES + 1)
        yield from (_lines if _is_object(first) else _document)(name, stream, first)


def _document(name: str, stream: BinaryIO, first: bytes) -> Iterator[Text | Refused]:
    content = first + stream.read(DOCUMENT_MAX_BYTES + 1 - len(first))
    if len(content) > DOCUMENT_MAX_BYTES:
        error = TooLargeError(DOCUMENT_MAX_BYTES, "Le document", "The document")
        yield Refused(place=Place(file=name), error=error)
    else:
        yield Text(name, content.removeprefix(_BYTE_ORDER_MARK))


def _lines(name: str, stream: BinaryIO, first: bytes) -> Iterator[Text | Refused]:
    number, line = 0, first or stream.readline(LINE_MAX_BYTES + 1)
    while line:
        number += 1
        if len(line) > LINE_MAX_BYTES:
            error = TooLargeError(LINE_MAX_BYTES, "La ligne", "The line")
            yield Refused(place=Place(file=name, line=number), error=error)
            while line and not line.endswith(b"\n"):
                line = stream.readline(LINE_MAX_BYTES)
        elif line.strip():
            yield Text(name, line.removeprefix(_BYTE_ORDER_MARK), number)
        line = stream.readline(LINE_MAX_BYTES + 1)


def _is_object(line: bytes) -> bool:
    try:
        msgspec.json.decode(line.removeprefix(_BYTE_ORDER_MARK), type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True
