"""Who a text calls on: `@Nadia Idrissi`, `@Idrissi` or `@nadia`, when one person only answers to it."""

import re
from collections.abc import Mapping

from cordee.fhir.normalized import normalize

MENTIONS_MAX = 30
_CALL = re.compile(r"(?<!\w)@([^\W\d_][\w’'-]*(?:[ \u00a0][^\W\d_][\w’'-]*){0,3})")


def mentioned_in(text: str, people: Mapping[str, str]) -> set[str]:
    """Return the references of those a text calls on; a word that several answer to calls on nobody."""
    found = set()
    for call in _CALL.findall(text)[:MENTIONS_MAX]:
        words = normalize(call).split()
        for length in range(len(words), 0, -1):
            named = {who for who, name in people.items() if _answers(name, words[:length])}
            if len(named) == 1:
                found |= named
            if named:
                break
    return found


def _answers(name: str, words: list[str]) -> bool:
    own = normalize(name).split()
    return any(own[start : start + len(words)] == words for start in range(len(own)))
