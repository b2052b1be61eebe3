"""Criteria with a form of their own: lists, full text, and those this server refuses."""

import re
from collections.abc import Callable

from cordee.fhir.search.grammar.escapes import unescape
from cordee.fhir.search.grammar.filter import read_alternatives
from cordee.fhir.search.query import Criterion, FullText, InList
from cordee.fhir.search.refusals import invalid_value, unsupported

TEXT_MAX_CHARS = 500

_LIST = re.compile(r"(?:List/)?(?P<id>[A-Za-z0-9\-.]{1,64})")


def _list(value: str) -> Criterion:
    """`_list=42`: what a stored List holds. Functional lists (`$current-allergies`) are not offered."""
    if value.startswith("$"):
        raise unsupported("_list=$…")
    match = _LIST.fullmatch(value)
    if match is None:
        raise invalid_value("_list", "l’identifiant d’une List", "the id of a List")
    return InList(match["id"])


def _full_text(name: str, narrative_only: bool) -> Callable[[str], Criterion]:
    def read(value: str) -> Criterion:
        words = [unescape(one) for one in read_alternatives(name, value)]
        text = " or ".join(words)
        if len(text) > TEXT_MAX_CHARS or not any(map(str.isalnum, text)):
            raise invalid_value(
                name,
                f"des mots, {TEXT_MAX_CHARS} caractères au plus",
                f"words, at most {TEXT_MAX_CHARS} characters",
            )
        return FullText(narrative_only, text)

    return read


def _refused(name: str) -> Callable[[str], Criterion]:
    def read(value: str) -> Criterion:
        raise unsupported(name)

    return read


SPECIAL: dict[str, Callable[[str], Criterion]] = {
    "_list": _list,
    "_text": _full_text("_text", narrative_only=True),
    "_content": _full_text("_content", narrative_only=False),
    "_filter": _refused("_filter"),
    "_query": _refused("_query"),
}
"""By name; they take no modifier."""
