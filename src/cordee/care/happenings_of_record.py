"""What is said of the record itself and of how the person lives: its life, rights, protection, relatives."""

from collections.abc import Callable
from typing import Any

from cordee.care.elements import has_code, words_of
from cordee.care.episode_marks import closing_of, suspension_of
from cordee.care.happened import Happening, Teller
from cordee.care.happenings_clinical import is_in_error
from cordee.care.people import human_name
from cordee.fhir import systems
from cordee.fhir.r4 import Composition, EpisodeOfCare, Flag


def _episode(_: Any, one: EpisodeOfCare, is_new: bool) -> Happening | None:
    closing, suspension = closing_of(one), suspension_of(one)
    did, detail = "a modifié le dossier de coordination", ""
    if is_new:
        did, detail = (
            "a ouvert le dossier de coordination",
            ", ".join(words_of(theme) for theme in one.type or ()),
        )
    elif closing is not None:
        did, detail = "a clos le dossier de coordination", closing.reason
    elif suspension is not None:
        did, detail = "a suspendu le dossier de coordination", suspension.reason
    return Happening(kind="circle", did=did, noun="Dossier de coordination", detail=detail, part="dossier")


def _flag(_: Any, one: Flag, is_new: bool) -> Happening | None:
    if is_in_error(one):
        return None
    if has_code([one.code], systems.PROTECTION, _first_code(one)):
        did = "a noté une mesure de protection" if is_new else "a modifié une mesure de protection"
        return Happening(
            kind="social", did=did, noun="Mesure de protection", detail=words_of(one.code), part="social"
        )
    changed = "a modifié une alerte" if one.status == "active" else "a levé une alerte"
    did = "a signalé une alerte" if is_new else changed
    return Happening(kind="urgent", did=did, noun="Alerte", detail=words_of(one.code))


def _first_code(one: Flag) -> str:
    return next((coding.code for coding in one.code.coding or () if coding.code), "")


def _composition(_: Any, one: Composition, is_new: bool) -> Happening | None:
    if is_in_error(one):
        return None
    did = "a écrit un compte rendu" if is_new else "a modifié un compte rendu"
    return Happening(kind="medical", did=did, noun="Compte rendu", detail=one.title or "")


def _social(noun: str, thing: str, words: Callable[[Any], str]) -> Teller:
    def tell(_: Any, one: Any, is_new: bool) -> Happening | None:
        if is_in_error(one):
            return None
        did = f"a noté {thing}" if is_new else f"a modifié {thing}"
        return Happening(kind="social", did=did, noun=noun, detail=words(one), part="social")

    return tell


def _relative(_: Any, one: Any, is_new: bool) -> Happening | None:
    did = "a noté un proche" if is_new else "a modifié les coordonnées d’un proche"
    return Happening(kind="circle", did=did, noun="Proche", detail=human_name(one.name), part="cercle")


OF_RECORD: dict[str, Teller] = {
    "EpisodeOfCare": _episode,
    "Flag": _flag,
    "Composition": _composition,
    "Coverage": _social("Droit", "un droit", lambda one: words_of(one.type)),
    "RelatedPerson": _relative,
}
