"""The head of a message: who wrote, about what, when. Read by simple bounded code, in a time that follows its length.

The parsers of the standard library take the square of a header's length; this one may be run on anything, anywhere.
"""

import re
from email.utils import parseaddr

import msgspec

from cordee.exchange.mime.words import clean, decoded, one_line, words_of

HEAD_BYTES_MAX = 512 * 1024
VALUE_BYTES_MAX = 4000
BEGINNING_BYTES = 16 * 1024
_WANTED = frozenset(
    "from reply-to to subject date message-id in-reply-to references auto-submitted precedence return-path "
    "content-type".split()
)
_END = re.compile(rb"\r?\n\r?\n|\r\r|\A\r?\n")
_ADDRESS = re.compile(
    r"[^@\s<>\"?&%#/\\,;:()]{1,64}@[^@\s<>\"?&%#/\\,;:()]{1,190}"
)  # none that a link would read otherwise


class Head(msgspec.Struct, frozen=True):
    """The headers a request is made of, the first of each name, at most VALUE_BYTES_MAX of it."""

    values: dict[str, str]

    def written(self, name: str) -> str:
        """Return a header as it is written; nothing when there is none."""
        return self.values.get(name, "")

    def words(self, name: str) -> str:
        """Return what a header says, on one line."""
        return one_line(decoded(self.written(name)))

    def sender(self) -> tuple[str, str]:
        """Return who wrote, by the name they give, and the address to answer, empty when it is none."""
        name, address = _person(self.written("from"))
        answer = _person(self.written("reply-to")) if self.written("reply-to").strip() else (name, address)
        said = one_line(decoded(name or answer[0])).strip(" \"'")
        return said, answer[1] if _ADDRESS.fullmatch(answer[1]) else ""

    def content_type(self) -> str:
        """Return the type of the whole message, without its parameters."""
        return self.written("content-type").partition(";")[0].strip().casefold()


def head_of(content: bytes) -> Head:
    """Return the head of a message; whatever its bytes are, it takes no longer than they are long."""
    found: dict[str, bytes] = {}
    open_ = ""
    for line in content[:HEAD_BYTES_MAX].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if not line:
            break
        if line[:1] in b" \t":
            if open_ and len(found[open_]) <= VALUE_BYTES_MAX:
                found[open_] += line[:VALUE_BYTES_MAX]
            continue
        name, _, value = line[: VALUE_BYTES_MAX + 80].partition(b":")
        key = name.decode("ascii", "replace").lower()
        open_ = key if key in _WANTED and key not in found else ""
        if open_:
            found[open_] = value
    return Head({key: _value(value) for key, value in found.items()})


def beginning_of(content: bytes) -> str:
    """Return what follows the head, as it came: what is left to read of a message that could not be taken apart."""
    end = _END.search(content, 0, HEAD_BYTES_MAX)
    start = end.end() if end is not None else 0
    return clean(words_of(content[start : start + BEGINNING_BYTES], is_cut=True)).strip()


def _value(written: bytes) -> str:
    return words_of(written[:VALUE_BYTES_MAX], is_cut=len(written) > VALUE_BYTES_MAX).strip()


def _person(written: str) -> tuple[str, str]:
    try:
        return parseaddr(written)
    except RecursionError:  # comments within comments
        return "", ""
