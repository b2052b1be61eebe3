"""What a resource says that it came of: what it answers, repeats, was made of, or was made to hold. Pure.

Whoever writes one of these had what it names before their eyes, and may have copied it. ADR 0045.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from cordee.fhir import encode, systems
from cordee.kernel.ids import part_id
from cordee.store.refused_parts import HOLDING_TYPES, held_in

_ELEMENTS: dict[str, tuple[str, ...]] = {
    "ClinicalImpression": ("investigation.item", "finding.itemReference", "problem"),
    "Communication": ("reasonReference", "about", "partOf", "inResponseTo", "basedOn"),
    "Condition": ("evidence.detail",),
    "DiagnosticReport": ("result", "basedOn"),
    "DocumentReference": ("relatesTo.target", "context.related"),
    "Goal": ("addresses", "outcomeReference"),
    "MedicationRequest": ("reasonReference",),
    "Observation": ("derivedFrom", "hasMember"),
    "Procedure": ("reasonReference",),
    "Provenance": ("target", "entity.what"),
    "QuestionnaireResponse": ("partOf", "basedOn"),
    "ServiceRequest": ("reasonReference",),
    "Task": ("reasonReference", "focus"),
}
COMING_TYPES = frozenset(_ELEMENTS) | HOLDING_TYPES
"""Types of what may come of something."""
_NO_SOURCE = frozenset({"Patient", "CareTeam"})


def came_of(resource: Any, type_name: str) -> set[str]:
    """Return the `Type/id` of what a typed resource came of, itself and the person of the record apart."""
    if type_name in HOLDING_TYPES:
        found = held_in(encode(resource))
    elif type_name not in COMING_TYPES:
        return set()
    else:
        found = {_named(one) for path in _ELEMENTS[type_name] for one in _at(resource, path.split("."))}
        found |= set(_corrected(resource))
    return {one for one in found if one.partition("/")[0] not in _NO_SOURCE} - {
        "",
        f"{type_name}/{resource.id}",
    }


def thumbnail_id(binary_id: str) -> str:
    """Return the id of the small picture kept beside a picture."""
    return part_id(binary_id, "thumbnail")


def joined_to(resource: Any, type_name: str) -> set[str]:
    """Return the files joined to a document or a message, with the small pictures that may stand beside."""
    elements = {"DocumentReference": "content.attachment", "Communication": "payload.contentAttachment"}
    path = elements.get(type_name)
    urls = (one.url or "" for one in _at(resource, path.split("."))) if path else ()
    ids = {one.partition("Binary/")[2].partition("/")[0] for one in urls if one.startswith("Binary/")}
    return {f"Binary/{id_}" for one in ids for id_ in (one, thumbnail_id(one))}


def _at(one: Any, path: list[str]) -> Iterator[Any]:
    for value in _each(getattr(one, path[0])):
        if len(path) == 1:
            yield value
        else:
            yield from _at(value, path[1:])


def _each(value: Any) -> Iterable[Any]:
    return (one for one in (value if isinstance(value, list) else [value]) if one is not None)


def _corrected(resource: Any) -> Iterator[str]:
    for one in resource.extension or ():
        if one.url == systems.CORRECTS and one.valueReference is not None:
            yield _named(one.valueReference)


def _named(reference: Any) -> str:
    """Return whom a reference names; what is on another server, or contained, names nothing here."""
    text = (reference.reference or "").partition("/_history/")[0]
    return text if text.count("/") == 1 and not text.startswith("#") else ""
