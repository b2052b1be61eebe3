"""How an act is signed: who did it, by reference and by name, so that the record reads without looking anyone up."""

from cordee.access import Actor
from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, Extension, Reference

AUTHORS = frozenset({"Practitioner", "Patient", "RelatedPerson", "Organization"})
"""The types R4 lets an Annotation name its author by; a role is not one of them."""


def signature(actor: Actor) -> Reference:
    """Return the reference that signs what an actor writes."""
    return Reference(reference=actor.who, display=actor.name)


def about(patient_id: str) -> Reference:
    """Return the reference to the person of a record."""
    return Reference(reference=f"Patient/{patient_id}")


def said(by: Reference | None, at: str, text: str) -> Annotation:
    """Return what somebody said as R4 writes it: by reference where it may name one, else by name, the role beside."""
    if by is None or (by.reference or "").partition("/")[0] in AUTHORS:
        return Annotation(authorReference=by, time=at, text=text)
    mark = Extension(url=systems.NOTE_AUTHOR, valueReference=by)
    return Annotation(extension=[mark], authorString=by.display or "Un professionnel", time=at, text=text)


def author_of(note: Annotation) -> Reference | None:
    """Return who said something, by reference or at least by name."""
    marked = next(
        (one.valueReference for one in note.extension or () if one.url == systems.NOTE_AUTHOR), None
    )
    named = Reference(display=note.authorString) if note.authorString else None
    return note.authorReference or marked or named
