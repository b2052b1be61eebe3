"""What a note is: the five types of the guide, and its marks.

Source: cahier de liaison 3.0, JDV_J23 (types of note).
"""

from cordee.care.elements import code_of
from cordee.fhir import systems
from cordee.fhir.r4 import Coding, DocumentReference

NOTE_TYPES = {
    "OBS": "Observation",
    "INTERV": "Intervention",
    "GEN": "Information",
    "INST": "Consigne",
    "DEM-AVIS": "Demande d’avis",
}
NOTE_ICONS = {
    "OBS": "eye",
    "INTERV": "hand-stop",
    "GEN": "notebook",
    "INST": "list-check",
    "DEM-AVIS": "message",
}
URGENT = "urgent"
CORRECTED = "corrected"


def is_note(reference: DocumentReference) -> bool:
    """Return whether a DocumentReference is a note of the notebook and not a document."""
    return bool(code_of(reference.type, systems.NOTE_TYPE))


def is_urgent(reference: DocumentReference) -> bool:
    """Return whether a note is marked urgent."""
    return any(
        extension.url == systems.NOTE_IS_EMERGENCY and extension.valueBoolean
        for extension in reference.extension or ()
    )


def is_corrected(reference: DocumentReference) -> bool:
    """Return whether its author has corrected a note since it was first written."""
    tags = (reference.meta.tag if reference.meta else None) or ()
    return any(tag.system == systems.NOTE_MARK and tag.code == CORRECTED for tag in tags)


def marks(*, urgent: bool, corrected: bool = False) -> list[Coding] | None:
    """Return the tags of a note: what searches find it by, beside the guide's own extension."""
    codes = [code for code, holds in ((URGENT, urgent), (CORRECTED, corrected)) if holds]
    return [Coding(system=systems.NOTE_MARK, code=code) for code in codes] or None
