"""How an act is signed: who did it, by reference and by name, so that the record reads without looking anyone up."""

from cordee.access import Actor
from cordee.fhir.r4 import Reference


def signature(actor: Actor) -> Reference:
    """Return the reference that signs what an actor writes."""
    return Reference(reference=actor.who, display=actor.name)


def about(patient_id: str) -> Reference:
    """Return the reference to the person of a record."""
    return Reference(reference=f"Patient/{patient_id}")
