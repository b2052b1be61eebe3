"""What is said of problems, treatments, allergies, vaccines, acts and equipment: added, changed, stopped."""

from collections.abc import Callable
from typing import Any

from cordee.care.elements import words_of
from cordee.care.happened import Happening, Teller
from cordee.fhir.r4 import CodeableConcept, DeviceUseStatement, MedicationStatement

_ENDED = frozenset({"stopped", "completed", "not-taken", "resolved", "inactive", "remission"})


def _clinical(noun: str, thing: str, words: Callable[[Any], str], ended: str = "") -> Teller:
    def tell(_: Any, one: Any, is_new: bool) -> Happening | None:
        if is_in_error(one):
            return None
        did = f"a ajouté {thing}" if is_new else f"a modifié {thing}"
        if not is_new and ended and _states(one) & _ENDED:
            did = f"{ended} {thing}"
        return Happening(kind="medical", did=did, noun=noun, detail=words(one), part="sante")

    return tell


def is_in_error(one: Any) -> bool:
    """Return whether a resource was entered in error, or what it says was refuted."""
    return bool(_states(one) & {"entered-in-error", "refuted"})


def _states(one: Any) -> set[str]:
    found: set[str] = set()
    for name in ("status", "clinicalStatus", "verificationStatus"):
        value = getattr(one, name, None)
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, CodeableConcept):
            found |= {coding.code for coding in value.coding or () if coding.code}
    return found


def _code(one: Any) -> str:
    return words_of(one.code)


def treatment_words(one: MedicationStatement) -> str:
    """Return a treatment with its dose, as one line."""
    dosage = (one.dosage[0].text if one.dosage else None) or ""
    name = words_of(one.medicationCodeableConcept)
    if not name and one.medicationReference is not None:
        name = one.medicationReference.display or ""
    return " · ".join(filter(None, (name, dosage)))


def _device(one: DeviceUseStatement) -> str:
    return one.device.display or ""


CLINICAL: dict[str, Teller] = {
    "Condition": _clinical("Problème de santé", "un problème de santé", _code, "a noté résolu"),
    "MedicationStatement": _clinical("Traitement", "un traitement", treatment_words, "a arrêté"),
    "AllergyIntolerance": _clinical("Allergie", "une allergie", _code, "a levé"),
    "Immunization": _clinical("Vaccin", "un vaccin", lambda one: words_of(one.vaccineCode)),
    "Procedure": _clinical("Acte", "un acte", _code),
    "DeviceUseStatement": _clinical("Matériel", "un matériel", _device, "a noté rendu"),
}
