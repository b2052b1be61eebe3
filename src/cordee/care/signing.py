"""How an act is signed: who did it, by reference and by name, so that the record reads without looking anyone up."""

from cordee.access import Actor
from cordee.fhir.r4 import Annotation, Reference

AUTHORS = frozenset({"Practitioner", "Patient", "RelatedPerson", "Organization"})
"""The types R4 lets an Annotation name its author by; a role is not one of them."""


def signature(actor: Actor) -> Reference:
    """Return the reference that signs what an actor writes."""
    return Reference(reference=actor.who, display=actor.name)


def about(patient_id: str) -> Reference:
    """Return the reference to the person of a record."""
    return Reference(reference=f"Patient/{patient_id}")


def said(by: Reference | None, at: str, text: str) -> Annotation:
    """Return what somebody said as R4 writes it: by reference where it may name one, else by name."""
    is_named = by is not None and (by.reference or "").partition("/")[0] in AUTHORS
    name = by.display if by is not None and not is_named else None
    return Annotation(authorReference=by if is_named else None, authorString=name, time=at, text=text)
