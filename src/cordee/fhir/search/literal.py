"""Literal references: the type and id in them."""

import re
from functools import lru_cache

REFERENCES_KEPT = 4096
"""References come again and again: a record's patient, its authors."""

_LITERAL = re.compile(
    r"^(?P<server>https?://.*/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?$"
)


def split_reference(text: str) -> tuple[str, str]:
    """Return the target type and id of a literal reference.

    When it leads to another server, the type keeps that server's address before it: `https://other/fhir/Patient`.
    When it is not of the form Type/id (a URN, a canonical without id), the type is empty and the id is the whole.
    """
    return _split_known(text) if len(text) <= _REMEMBERED_MAX_CHARS else _split(text)


def _split(text: str) -> tuple[str, str]:
    match = _LITERAL.match(text)
    if match is None:
        return "", text
    return f"{match['server'] or ''}{match['type']}", match["id"]


_REMEMBERED_MAX_CHARS = 200
_split_known = lru_cache(REFERENCES_KEPT)(_split)
