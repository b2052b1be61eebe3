"""What imaginary people answer in a grid: how each grid is answered for a result, and which a story calls for."""

from collections.abc import Callable

import msgspec

AGGIR = "aggir"


class Course(msgspec.Struct, frozen=True):
    """One grid over time: who signs it (a role), and how it is answered, oldest first."""

    grid: str
    by: str
    profiles: tuple[str, ...]


_ACTIVITIES = (
    "coherence-communication", "coherence-comportement", "orientation-temps", "orientation-espace", "toilette-haut",
    "toilette-bas", "habillage-haut", "habillage-moyen", "habillage-bas", "alimentation-servir",
    "alimentation-manger", "elimination-urinaire", "elimination-fecale", "transferts", "deplacement-interieur",
    "deplacement-exterieur", "alerter",
)  # fmt: skip
# The letters of the activities, in their order, that give each GIR.
_LETTERS = {
    "6": "AAAAAAAAAAAAAAAAA",
    "5": "AAAAABAAAAAAAAABA",
    "4": "AAAAABAABAAAAAABA",
    "3": "AABAABABBBACABABA",
    "2": "ABBABBBBBBBCBCCCB",
    "1": "CCCCCCCCCCCCCCCCC",
}
_ADVERB = {"coherence": "S", "orientation": "S", "toilette": "T", "habillage": "T", "alimentation": "T"}
_ADL = ("toilette", "habillage", "toilettes", "transfert", "continence", "repas")
_CARER = ("sommeil", "sante", "temps", "seul", "nerfs", "argent", "avenir", "bout")
_FRIED = ("poids", "fatigue", "marche", "force", "activite")
_GDS = (("1", True), ("2", True), ("3", False), ("4", True))


def _aggir(gir: str) -> dict[str, str]:
    letters = dict(zip(_ACTIVITIES, _LETTERS[gir], strict=True))
    missing = {
        f"{link}-manque": _ADVERB.get(link.partition("-")[0], "H")
        for link, one in letters.items()
        if one == "B"
    }
    return letters | missing


def _katz(points: str) -> dict[str, str]:
    """Return answers from six marks: 2 alone, 1 with help, 0 not."""
    words = {"2": "1", "1": "0.5", "0": "0"}
    return {f"adl-{name}": words[mark] for name, mark in zip(_ADL, points, strict=True)}


def _carer(points: str) -> dict[str, str]:
    return {f"aidant-{name}": mark for name, mark in zip(_CARER, points, strict=True)}


def _fried(marks: str) -> dict[str, str]:
    return {
        f"fried-{name}": "oui" if mark == "1" else "non" for name, mark in zip(_FRIED, marks, strict=True)
    }


def _epices(marks: str) -> dict[str, str]:
    return {f"epices-{number}": "oui" if mark == "1" else "non" for number, mark in enumerate(marks, 1)}


def _gds(count: str) -> dict[str, str]:
    return {
        f"gds-{name}": "oui" if (rank < int(count)) is is_sad else "non"
        for rank, (name, is_sad) in enumerate(_GDS)
    }


def _walk(seconds: str) -> dict[str, str]:
    return {"tug-fait": "oui", "tug-temps": seconds, "tug-aide": "canne"}


PROFILES: dict[str, Callable[[str], dict[str, str]]] = {
    AGGIR: _aggir,
    "katz-adl": _katz,
    "charge-aidant": _carer,
    "fried": _fried,
    "epices": _epices,
    "mini-gds": _gds,
    "timed-up-and-go": _walk,
}
_GROWING_BURDEN = Course("charge-aidant", "social-worker", ("10110010", "21211121", "32322232"))
_SOME_BURDEN = Course("charge-aidant", "social-worker", ("10110010", "11101110"))
GRIDS_OF_THEME: dict[str, tuple[Course, ...]] = {
    "frailty": (
        _SOME_BURDEN,
        Course("fried", "nurse", ("10100", "11100")),
        Course("katz-adl", "nurse", ("222222", "122121")),
    ),
    "stroke": (
        Course("timed-up-and-go", "physiotherapist", ("41", "32,5", "24")),
        Course("katz-adl", "nurse", ("111112", "121122", "221122")),
    ),
    "diabetes-heart-failure": (
        Course("katz-adl", "nurse", ("222222", "122222")),
        Course("mini-gds", "nurse", ("0", "1")),
    ),
    "palliative": (_GROWING_BURDEN,),
    "precarity": (Course("epices", "social-worker", ("10001000010", "11001000010")),),
    "respiratory": (Course("mini-gds", "nurse", ("2", "1")),),
}
