"""What somebody types, understood: an act and for whom, or a name alone."""

import msgspec

from cordee.care.finding.actions import ACTIONS
from cordee.fhir.search import normalize

_SMALL = frozenset(
    {"nouvelle", "nouveau", "prendre", "une", "un", "le", "la", "pour", "de", "a", "mme", "m", "avec", "vous"}
)
ACT_WORD_LENGTH_MIN = 3


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`act` is the code of what is to be done, empty when only a name is given; `name` is for whom."""

    act: str = ""
    name: str = ""


def understand(text: str) -> Asked:
    """Return what is asked: « nouvelle note pour Moreau » is a note for moreau, « moreau » is a name.

    Without a name behind it, the word of an act is taken as a name: somebody may be called Plan.
    """
    words = normalize(text).split()
    rest = _without_small(words)
    if len(rest) > 1:
        act = next((one.code for one in ACTIONS if _says(rest[0], one.said)), "")
        name = _without_small(rest[1:])
        if act and name:
            return Asked(act=act, name=" ".join(name))
    return Asked(name=" ".join(words))


def _without_small(words: list[str]) -> list[str]:
    """Return the words without the small ones they begin with."""
    kept = list(words)
    while kept and kept[0] in _SMALL:
        kept.pop(0)
    return kept


def _says(word: str, said: tuple[str, ...]) -> bool:
    return len(word) >= ACT_WORD_LENGTH_MIN and any(one == word for one in said)
