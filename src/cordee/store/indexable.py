"""What an index keeps of a value: all of it, unless it is so long that no index could."""

import hashlib

PLAIN_MAX_CHARS = 250


def indexable(value: str) -> str:
    """Return a value as an index keeps it: a long one is its beginning and a digest, still equal to itself only.

    PostgreSQL refuses index entries over about 2,700 bytes; three such values of four-byte characters stay below.
    """
    if len(value) <= PLAIN_MAX_CHARS:
        return value
    digest = hashlib.sha256(value.encode()).hexdigest()
    return f"{value[: PLAIN_MAX_CHARS - len(digest)]}{digest}"


def indexable_text(text: str) -> str:
    """Return a text as an index of beginnings keeps it: its first characters."""
    return text[: PLAIN_MAX_CHARS * 2]
