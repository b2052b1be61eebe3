"""Words of a message: in the charset they claim, or what they look like; with nothing a page cannot show."""

import codecs
import re
from email.errors import MessageError
from email.header import decode_header

LINE_LENGTH_MAX = 500
_TEXT = (
    frozenset(
        "ascii utf-7 utf-8 utf-8-sig utf-16 utf-16-be utf-16-le utf-32 utf-32-be utf-32-le koi8-r koi8-u mac-roman "
        "cp437 cp850 cp852 cp858 cp866 cp874 cp932 cp949 cp950 tis-620 gb2312 gbk gb18030 hz big5 big5hkscs shift_jis "
        "euc_jp euc_kr iso2022_jp iso2022_kr".split()
    )
    .union(f"iso8859-{number}" for number in range(1, 17))
    .union(f"cp{number}" for number in range(1250, 1259))
)
"""What text is written in. Other codecs make text too (punycode, escapes), some in the square of its length."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TURNING = re.compile(
    "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)  # would show a name otherwise than it is written


def words_of(content: bytes, charset: str | None = None, *, is_cut: bool = False) -> str:
    """Return bytes as text: in their charset, else UTF-8, else as Windows wrote; half a letter at a cut is dropped."""
    for name in (charset, "utf-8", "cp1252"):
        codec = _codec(name or "")
        if codec is None:
            continue
        try:
            return codec.incrementaldecoder().decode(content, not is_cut)
        except ValueError:
            continue
    return content.decode("latin-1")


def decoded(value: str) -> str:
    """Return the words of a header (RFC 2047); as it is written when it cannot be decoded."""
    try:
        pieces = decode_header(value)
    except (ValueError, MessageError):
        return value
    return "".join(_piece(piece, charset) for piece, charset in pieces)


def one_line(text: str) -> str:
    """Return a text on one line of LINE_LENGTH_MAX letters at most, read in the order it is written."""
    return " ".join(_TURNING.sub("", clean(text)).split())[:LINE_LENGTH_MAX]


def clean(text: str) -> str:
    """Return a text without what PostgreSQL and pages do not take: controls, halves of characters."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n")).encode("utf-8", "replace").decode("utf-8")


def _piece(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    return words_of(piece, charset) if charset else piece.decode("raw-unicode-escape", "replace")


def _codec(name: str) -> codecs.CodecInfo | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found if found.name in _TEXT else None
