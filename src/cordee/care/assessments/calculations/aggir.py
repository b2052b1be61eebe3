"""The GIR of a person, computed as the law publishes it: adverbs → letters → variables → points → rank → GIR.

Each activity is coded A (done alone: spontaneously, totally, correctly and habitually), C (not done), or B, with the
adverbs that are missing. An activity of which all four are missing is not done: C.
Sources: code de l’action sociale et des familles, annexe 2-1 (guide de remplissage, décret n° 2008-821) for letters and
variables, annexe 2-2 for points and ranks. ADR 0028 says what the guide leaves to be read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cordee.care.assessments.calculations.aggir_table import (
    GIR_OF_RANK,
    GROUPS,
    RANK_OF_NONE,
    VARIABLES,
    Group,
)

ADVERBS = frozenset("STCH")
# The activities each variable is made of, by the linkId of the question.
ACTIVITIES: dict[str, tuple[str, ...]] = {
    "coherence": ("coherence-communication", "coherence-comportement"),
    "orientation": ("orientation-temps", "orientation-espace"),
    "toilette": ("toilette-haut", "toilette-bas"),
    "habillage": ("habillage-haut", "habillage-moyen", "habillage-bas"),
    "alimentation": ("alimentation-servir", "alimentation-manger"),
    "elimination": ("elimination-urinaire", "elimination-fecale"),
    "transferts": ("transferts",),
    "deplacement": ("deplacement-interieur",),
}
MISSING = "-manque"
"""Ends the linkId of the question that asks which adverbs are missing."""


def gir(given: Mapping[str, tuple[Any, ...]]) -> int | None:
    """Return the GIR, 1 to 6; None while an activity it depends on is not coded."""
    found = rank(given)
    return None if found is None else GIR_OF_RANK[found]


def rank(given: Mapping[str, tuple[Any, ...]]) -> int | None:
    """Return the rank, 1 to 13, from which the GIR is read."""
    letters = profile(given)
    return None if letters is None else rank_of(letters)


def profile(given: Mapping[str, tuple[Any, ...]]) -> str | None:
    """Return the letters of the eight variables that count, in the order of the table, such as `AABBACAA`."""
    found = [_variable(name, given) for name in VARIABLES]
    return None if None in found else "".join(letter or "" for letter in found)


def rank_of(letters: str) -> int:
    """Return the rank the eight letters give."""
    for group in GROUPS:
        points = _points(group, letters)
        for least, found in group.ranks:
            if points >= least:
                return found
    return RANK_OF_NONE


def letter_of(code: str, missing: tuple[Any, ...]) -> str:
    """Return the letter of an activity: C when all four adverbs are missing, else the one that was chosen."""
    return "C" if code == "B" and set(missing) >= ADVERBS else code


def _points(group: Group, letters: str) -> int:
    worth = {"A": (0,) * len(VARIABLES), "B": group.b, "C": group.c}
    return sum(worth[letter][place] for place, letter in enumerate(letters))


def _variable(name: str, given: Mapping[str, tuple[Any, ...]]) -> str | None:
    letters = ""
    for link_id in ACTIVITIES[name]:
        coded = given.get(link_id, ())
        if not coded or coded[0] not in ("A", "B", "C"):
            return None
        letters += letter_of(coded[0], given.get(f"{link_id}{MISSING}", ()))
    return _JOINED[name](letters)


def _all_or_part(letters: str) -> str:
    """AA is A, CC is C, anything else B: washing and dressing, where one half done leaves the other."""
    return letters[0] if len(set(letters)) == 1 else "B"


def _worst(letters: str) -> str:
    """Any C is C, else any B is B: mind and continence, where one half lost is enough."""
    return max(letters)


def _eating(letters: str) -> str:
    """AA is A; CC, BC and CB are C; anything else B."""
    return letters[0] if letters == "AA" else "C" if letters in ("CC", "BC", "CB") else "B"


_JOINED: dict[str, Callable[[str], str]] = {
    "coherence": _worst,
    "orientation": _worst,
    "toilette": _all_or_part,
    "habillage": _all_or_part,
    "alimentation": _eating,
    "elimination": _worst,
    "transferts": _worst,
    "deplacement": _worst,
}
