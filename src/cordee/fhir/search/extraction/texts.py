"""The texts full-text search reads: the narrative, and everything a resource says."""

import re
from html import unescape

from cordee.fhir.json_value import Json

NARRATIVE_MAX_CHARS = 50_000
CONTENT_MAX_CHARS = 50_000
DEPTH_MAX = 40

_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s+")
_NOT_SAID = frozenset(
    "resourceType id reference system code url contentType data versionId lastUpdated div profile source status".split()
)


def narrative_of(resource: Json) -> str:
    """Return the words of the narrative, without its markup; what passes `NARRATIVE_MAX_CHARS` is left out."""
    narrative = resource.get("text")
    div = narrative.get("div") if isinstance(narrative, dict) else None
    if not isinstance(div, str):
        return ""
    plain = unescape(_TAG.sub(" ", div[: 4 * NARRATIVE_MAX_CHARS]))
    return _BLANKS.sub(" ", plain).strip()[:NARRATIVE_MAX_CHARS].replace("\x00", "")


def content_of(resource: Json, narrative: str) -> str:
    """Return the words people wrote in a resource, each text once: narrative, names, displays, notes.

    Codes, addresses and binary data are left out; so is what passes `CONTENT_MAX_CHARS`.
    """
    found: dict[str, None] = {}
    pending: list[tuple[object, int]] = [(resource, 0)]
    length = len(narrative)
    while pending and length < CONTENT_MAX_CHARS:
        value, depth = pending.pop()
        if isinstance(value, str):
            if value not in found and not value.startswith(("http://", "https://", "urn:")):
                found[value] = None
                length += len(value) + 1
        elif depth >= DEPTH_MAX:
            continue
        elif isinstance(value, list):
            pending.extend((item, depth + 1) for item in reversed(value))
        elif isinstance(value, dict):
            pending.extend(
                (item, depth + 1) for name, item in reversed(value.items()) if _is_said(name, item)
            )
    return " ".join(filter(None, (narrative, *found)))[:CONTENT_MAX_CHARS].replace("\x00", "")


def _is_said(name: str, value: object) -> bool:
    """Elements such as `code` hold words too when they are no plain text."""
    return name not in _NOT_SAID or isinstance(value, (dict, list))
