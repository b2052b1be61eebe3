"""The texts full-text search reads: the narrative, and everything a resource says."""

import re
from base64 import b64decode
from html import unescape
from typing import Any

from cordee.fhir.json_value import Json

NARRATIVE_MAX_CHARS = 50_000
CONTENT_MAX_CHARS = 50_000
DEPTH_MAX = 40
DATA_MAX_CHARS = 66_000  # of base64, whole groups of four
_TEXTS = frozenset({"text/plain", "text/plain; charset=utf-8", "text/plain;charset=utf-8"})

_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s+")
_ADDRESSES = ("http://", "https://", "urn:")
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

    Codes, addresses and binary data are left out, but for a plain text somebody wrote, such as a note's; so is what
    passes `CONTENT_MAX_CHARS`.
    """
    found: dict[str, None] = {}
    _gather(resource, found, DEPTH_MAX)
    return " ".join(filter(None, (narrative, *found)))[:CONTENT_MAX_CHARS].replace("\x00", "")


def _gather(value: Json, found: dict[str, None], deeper: int) -> None:
    """Add what an object says, in its order; elements such as `code` hold words too when they are no plain text."""
    if value.get("contentType") in _TEXTS and (written := _decoded(value.get("data"))):
        found[written] = None
    for name, item in value.items():
        kind = type(item)
        if kind is str:
            if name not in _NOT_SAID and not item.startswith(_ADDRESSES):
                found[item] = None
        elif kind is dict:
            if deeper > 1:
                _gather(item, found, deeper - 1)
        elif kind is list and deeper > 1:
            _gather_items(item, found, deeper - 1)


def _decoded(data: Any) -> str:
    if not isinstance(data, str):
        return ""
    try:
        return b64decode(data[:DATA_MAX_CHARS]).decode("utf-8", errors="ignore")
    except ValueError:
        return ""


def _gather_items(items: list[Any], found: dict[str, None], deeper: int) -> None:
    for item in items:
        if isinstance(item, str):
            if not item.startswith(_ADDRESSES):
                found[item] = None
        elif deeper > 1:
            if isinstance(item, dict):
                _gather(item, found, deeper - 1)
            elif isinstance(item, list):
                _gather_items(item, found, deeper - 1)
