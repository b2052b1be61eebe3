"""A professional's places in the directory: found by national numbers, added when they are not there."""

from collections.abc import Iterable

import msgspec

from cordee.access.door import Door
from cordee.access.professionals.claims import Activity, Professional, Structure
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    CodeableConcept,
    Coding,
    ContactPoint,
    HumanName,
    Identifier,
    Organization,
    Practitioner,
    PractitionerRole,
    Reference,
)
from cordee.fhir.search import parse_query
from cordee.kernel.ids import new_id
from cordee.store import Transaction, Unit

FOUND_MAX = "20"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One role somebody holds in one structure, as the directory names it."""

    reference: str
    role: str
    organization: str
    organization_name: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One activity, and the role it is here."""

    activity: Activity
    role: str
    label: str


class Directory:
    """The directory inside one transaction of the platform, for one professional."""

    def __init__(self, transaction: Transaction, door: Door, unit: Unit) -> None:
        self._transaction = transaction
        self._door = door
        self._unit = unit
        self._made: dict[tuple[str, str], Reference] = {}

    async def practitioner(self, professional: Professional) -> str:
        """Return the id of the Practitioner of a national number, added when there is none."""
        system, value = professional.identifier
        found = await self._find("Practitioner", [(system, value)])
        if found is not None:
            return str(found.id)
        first = professional.activities[0]
        name = HumanName(family=first.family or None, given=[first.given] if first.given else None)
        name.prefix = [first.title] if first.title else None
        return self._unit.create(
            Practitioner(
                id=new_id(), identifier=[Identifier(system=system, value=value)], active=True, name=[name]
            )
        )

    async def place(self, practitioner_id: str, wanted: Wanted) -> Place | None:
        """Return the place of an activity, added when there is none.

        A role the territory's directory already gives them in that structure wins over the table of professions: it
        knows who coordinates. One it has ended stays ended: None.
        """
        structure = await self._organization(wanted.activity.structure)
        known = await self._roles(practitioner_id, structure)
        active = [one for one in known if one.active is not False]
        chosen = next((one for one in active if _code(one) == wanted.role), active[0] if active else None)
        if chosen is None and any(_code(one) == wanted.role for one in known):
            return None
        reference = (
            f"PractitionerRole/{chosen.id}" if chosen else self._add(practitioner_id, structure, wanted)
        )
        return Place(
            reference=reference,
            role=(_code(chosen) if chosen else "") or wanted.role,
            organization=(structure.reference if structure else None) or "",
            organization_name=(structure.display if structure else None) or "",
        )

    async def _organization(self, structure: Structure) -> Reference | None:
        """Return the structure of any of its numbers, added when none is known; None when it has no number."""
        if not structure.identifiers:
            return None
        made = next((self._made[one] for one in structure.identifiers if one in self._made), None)
        if made is not None:
            return made
        found = await self._find("Organization", structure.identifiers)
        if not isinstance(found, Organization):
            phone = [ContactPoint(system="phone", value=structure.phone)] if structure.phone else None
            address = [Address(postalCode=structure.postcode, country="FR")] if structure.postcode else None
            found = Organization(
                id=new_id(),
                identifier=[
                    Identifier(system=system, value=value) for system, value in structure.identifiers
                ],
                active=True,
                name=structure.name or "Structure sans nom",
                telecom=phone,
                address=address,
            )
            self._unit.create(found)
        reference = Reference(reference=f"Organization/{found.id}", display=found.name)
        self._made |= dict.fromkeys(structure.identifiers, reference)
        return reference

    async def _roles(self, practitioner_id: str, structure: Reference | None) -> list[PractitionerRole]:
        pairs = [("practitioner", f"Practitioner/{practitioner_id}"), ("_count", FOUND_MAX)]
        if structure is not None:
            pairs.append(("organization", str(structure.reference)))
        else:
            pairs.append(("organization:missing", "true"))
        page = await self._door.search(parse_query("PractitionerRole", pairs))
        return [row.resource for row in page.rows]

    def _add(self, practitioner_id: str, structure: Reference | None, wanted: Wanted) -> str:
        activity = wanted.activity
        codings = [Coding(system=systems.ROLE, code=wanted.role, display=wanted.label)]
        profession = (
            [Coding(system=systems.PROFESSION, code=activity.profession)] if activity.profession else []
        )
        skill = [Coding(system=systems.SPECIALTY, code=activity.skill)] if activity.skill else []
        role = PractitionerRole(
            id=new_id(),
            active=True,
            practitioner=Reference(reference=f"Practitioner/{practitioner_id}", display=activity.called),
            organization=structure,
            code=[CodeableConcept(coding=codings + profession, text=wanted.label)],
            specialty=[CodeableConcept(coding=skill)] if skill else None,
        )
        return f"PractitionerRole/{self._unit.create(role)}"

    async def _find(
        self, type_: str, identifiers: Iterable[tuple[str, str]]
    ) -> Practitioner | Organization | None:
        tokens = ",".join(f"{system}|{_escaped(value)}" for system, value in identifiers)
        page = await self._door.search(parse_query(type_, [("identifier", tokens), ("_count", FOUND_MAX)]))
        return next((row.resource for row in page.rows if row.resource.active is not False), None)


def _code(role: PractitionerRole) -> str:
    codings = [coding for concept in role.code or () for coding in concept.coding or ()]
    return next((str(coding.code) for coding in codings if coding.system == systems.ROLE), "")


def _escaped(value: str) -> str:
    """Return a value as a search token takes it. Source: R4 search, escaping search parameters."""
    for mark in "\\$,|":
        value = value.replace(mark, f"\\{mark}")
    return value
