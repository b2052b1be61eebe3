"""Literal references: the type and id in them."""

import re

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
