"""What a task comes of, as a link back to it: the goal, note, message, meeting, request or alert."""

import msgspec

from cordee.access import Door
from cordee.care.notebook import is_note
from cordee.fhir.r4 import Reference, Task

_OF_RECORD = {
    "Goal": ("Objectif du plan", "plan#objectif-{id}"),
    "CarePlan": ("Plan", "plan"),
    "Communication": ("Message", "messages"),
    "Encounter": ("Concertation", "agenda"),
    "Composition": ("Compte rendu", "agenda"),
    "Appointment": ("Rendez-vous", "agenda"),
    "Flag": ("Alerte", ""),
    "Observation": ("Mesure", "mesures"),
    "QuestionnaireResponse": ("Évaluation", "evaluations"),
    "CareTeam": ("Cercle", "cercle"),
}
SOURCE_TYPES = frozenset(_OF_RECORD) | {"DocumentReference", "ServiceRequest"}


class Source(msgspec.Struct, frozen=True):
    """Where a task comes from: what it is, and the address of its page."""

    words: str
    href: str


def source_reference(task: Task) -> Reference | None:
    """Return the reference to what a task comes of."""
    return task.focus or task.reasonReference


async def source_of(door: Door, task: Task, patient_id: str) -> Source | None:
    """Return what a task comes of; None when it comes of nothing, or of what the reader may not see."""
    reference = source_reference(task)
    text = (reference.reference if reference else None) or ""
    kind, _, id_ = text.partition("/")
    if kind not in SOURCE_TYPES or not id_:
        return None
    found = (await door.read_many([text])).get(text)
    if found is None:
        return None
    if kind == "ServiceRequest":
        return Source("Demande", f"/demandes/{id_}")
    root = f"/dossiers/{patient_id}"
    if kind == "DocumentReference":
        is_of_notebook = is_note(found.resource)
        return (
            Source("Note du cahier", f"{root}/cahier#note-{id_}")
            if is_of_notebook
            else Source("Document", f"{root}/documents")
        )
    words, path = _OF_RECORD[kind]
    return Source(words, f"{root}/{path.format(id=id_)}".rstrip("/"))
