"""Code systems that are a grammar rather than a list: whether a text can be one of their codes."""

import re

_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"  # noqa: S105  RFC 9110's word for it
_GRAMMARS = {
    "urn:ietf:bcp:13": re.compile(rf"{_TOKEN}/{_TOKEN}(\s*;\s*{_TOKEN}=({_TOKEN}|\"[^\"]*\"))*"),
    "urn:ietf:bcp:47": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|[xXiI](-[A-Za-z0-9]{1,8})+"),
    "urn:ietf:rfc:3986": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"),
}
CODE_LENGTH_MAX = 512


def is_well_formed(system: str, code: str) -> bool | None:
    """Return whether a code follows its system's grammar; None when the system has no grammar known here."""
    grammar = _GRAMMARS.get(system)
    if grammar is None:
        return None
    return len(code) <= CODE_LENGTH_MAX and grammar.fullmatch(code) is not None
