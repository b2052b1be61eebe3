"""How people and structures of the trace are called, for who may read the trace: accounts first, then the directory."""

from collections.abc import Iterable

import msgspec

from cordee.access import Door, Gate
from cordee.care.people import name_of_person
from cordee.fhir.r4 import PractitionerRole

SHORT = 8  # characters of an id that tell two apart on a page
_NAMELESS = {
    "Patient": "Personne accompagnée",
    "RelatedPerson": "Proche",
    "PractitionerRole": "Professionnel",
    "Practitioner": "Professionnel",
    "Organization": "Structure",
    "Device": "Logiciel",
}


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A name to show; `role` as their account or the directory says it now."""

    name: str
    role: str = ""


async def names_of(gate: Gate, door: Door, references: Iterable[str]) -> dict[str, Named]:
    """Return a name for each reference, one that says its kind and a few characters when nobody knows it.

    Cost: two statements.
    """
    wanted = {one for one in references if one}
    found = {"system": Named(name="Cordée", role="la plateforme")}
    for one in await gate.accounts_signing_as(sorted(wanted)):
        found[one.who] = Named(name=one.name, role=one.role_label)
    unknown = sorted(
        one for one in wanted - found.keys() if one.startswith(("PractitionerRole/", "Organization/"))
    )
    for reference, stored in (await door.read_many(unknown)).items() if unknown else ():
        resource = stored.resource
        if isinstance(resource, PractitionerRole):
            person = name_of_person(reference, resource)
            found[reference] = Named(name=person.name, role=person.role)
        else:
            found[reference] = Named(name=getattr(resource, "name", None) or "Structure")
    return found | {one: _nameless(one) for one in wanted - found.keys()}


def short_id(id_: str) -> str:
    """Return the end of an id, by which a page tells records apart without naming anybody."""
    return id_[-SHORT:]


def _nameless(reference: str) -> Named:
    type_, _, id_ = reference.partition("/")
    return Named(name=f"{_NAMELESS.get(type_, 'Compte')} …{short_id(id_ or reference)}")
