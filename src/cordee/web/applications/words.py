"""What scopes mean, in the words of who decides."""

from collections.abc import Iterable

from cordee.access.scopes import READS, WRITES, Scope, Scopes
from cordee.care.reader_words import PART_WORDS, enumerated
from cordee.store import categories as cat
from cordee.store.categories import CODES

DIRECTORY = "l’annuaire des professionnels et des structures"
_TYPES = {
    "Observation": "les mesures et les observations",
    "Patient": "l’identité et les coordonnées",
    "RelatedPerson": "les proches",
    "CareTeam": "le cercle de soins",
    "Condition": "les problèmes de santé",
    "AllergyIntolerance": "les allergies",
    "MedicationStatement": "les traitements",
    "MedicationRequest": "les traitements",
    "Immunization": "les vaccinations",
    "DocumentReference": "les notes et les documents",
    "Binary": "le contenu des documents et les photos",
    "CarePlan": "le plan",
    "Goal": "les objectifs",
    "Task": "les actions à faire",
    "Appointment": "les rendez-vous",
    "Communication": "les messages",
    "ServiceRequest": "les demandes",
    "Consent": "les consentements",
    "Encounter": "les séjours et les consultations",
    "Procedure": "les actes",
    "QuestionnaireResponse": "les questionnaires remplis",
}


def read_words(scopes: Scopes, mask: int) -> list[str]:
    """Return what an application will read, a line each."""
    return _lines(_having(scopes, READS), mask, "tout ce que vous pouvez lire vous-même")


def write_words(scopes: Scopes, mask: int) -> list[str]:
    """Return what an application will add, change or delete, a line each."""
    return _lines(_having(scopes, WRITES), mask, "tout ce que vous pouvez écrire vous-même")


def mask_words(mask: int) -> str:
    """Return the parts of a record in a mask: `le plan, le cahier et l’agenda`."""
    return enumerated(word for name, word in PART_WORDS.items() if CODES[name] & mask)


def ending_words(ends: str, minutes: int, days: int) -> str:
    """Return until when an application keeps its access."""
    if ends == "refresh":
        return f"Jusqu’à ce que vous le lui retiriez, ou {days} jours sans s’en servir."
    return "Jusqu’à la fin de votre session ici." if ends == "session" else f"Pendant {minutes} minutes."


def _having(scopes: Scopes, letters: str) -> list[Scope]:
    return [scope for scope in scopes.clinical if set(scope.letters) & set(letters)]


def _lines(scopes: list[Scope], mask: int, everything: str) -> list[str]:
    if not scopes or not mask:
        return []
    if any(scope.type == "*" for scope in scopes):
        return [everything if mask & cat.ALL == cat.ALL else mask_words(mask)]
    lines = list(dict.fromkeys(_type_words(name) for name in _types(scopes)))
    if mask & cat.ALL != cat.ALL:
        lines.append(f"et seulement dans {mask_words(mask)}")
    return lines


def _types(scopes: Iterable[Scope]) -> list[str]:
    order = list(_TYPES)
    return sorted({one.type for one in scopes}, key=lambda name: order.index(name) if name in order else 99)


def _type_words(name: str) -> str:
    if name in cat.DIRECTORY_TYPES:
        return DIRECTORY
    return _TYPES.get(name, f"les éléments « {name} »")
