"""Reference values: the type and id a literal reference points to."""

import re
from collections.abc import Iterator
from typing import Any

_LITERAL = re.compile(
    r"^(?P<server>https?://.*/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?$"
)


def split_reference(text: str) -> tuple[str, str]:
    """Return the target type and id of a literal reference.

    When it leads to another server, the type keeps that server's address before it: `https://other/fhir/Patient`.
    When it is not of the form Type/id (a URN, a canonical without id), the type is empty and the id is the whole.
    """
    match = _LITERAL.match(text)
    if match is None:
        return "", text
    return f"{match['server'] or ''}{match['type']}", match["id"]


def reference_values(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the (type, id) an element refers to; contained and purely logical references yield nothing."""
    text = value.partition("|")[0] if isinstance(value, str) else value.reference
    if text and not text.startswith("#"):
        yield split_reference(text)
