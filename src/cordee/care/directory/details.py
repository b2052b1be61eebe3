"""One professional, one structure, one offer, with what leads from one to the other."""

import msgspec

from cordee.access import Door
from cordee.care.directory.contacts import Contact, contacts_of
from cordee.care.directory.hours import hours_of
from cordee.care.directory.places import Places, may_declare, places_of
from cordee.care.elements import code_of, words_of
from cordee.fhir import systems
from cordee.fhir.r4 import Address, HealthcareService, Location, Organization, Practitioner, PractitionerRole
from cordee.fhir.search import parse_query
from cordee.store.directory import NEEDS, FoundPage, Wanted

ROLES_MAX = 20  # places of work shown of one professional


class Workplace(msgspec.Struct, frozen=True, kw_only=True):
    """One place a professional works in."""

    reference: str
    role: str
    specialty: str
    structure: str
    structure_id: str
    contacts: tuple[Contact, ...]
    is_active: bool


class Professional(msgspec.Struct, frozen=True, kw_only=True):
    """A professional; `here` is the place of work that was opened, first of `workplaces`."""

    name: str
    rpps: str
    is_active: bool
    workplaces: tuple[Workplace, ...]

    @property
    def here(self) -> Workplace:
        """Return the place of work that was opened."""
        return self.workplaces[0]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What a structure offers: the needs answered, when, where, and how many places are free."""

    id: str
    reference: str
    name: str
    about: str
    needs: tuple[str, ...]
    need_codes: tuple[str, ...]
    structure: str
    structure_reference: str
    hours: tuple[str, ...]
    audience: str
    address: str
    town: str
    contacts: tuple[Contact, ...]
    places: Places | None
    may_declare: bool
    is_active: bool


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """A structure, and a page of its professionals and offers."""

    id: str
    reference: str
    name: str
    kind: str
    finess: str
    address: str
    town: str
    commune: str
    contacts: tuple[Contact, ...]
    is_active: bool
    is_mine: bool
    offers: FoundPage
    professionals: FoundPage


async def read_professional(door: Door, role_id: str) -> Professional:
    """Return the professional of one role, with their other places of work. Cost: four reads."""
    role: PractitionerRole = (await door.read("PractitionerRole", role_id)).resource
    who = (role.practitioner.reference if role.practitioner else None) or ""
    others: list[PractitionerRole] = []
    if who:
        found = await door.search(
            parse_query("PractitionerRole", [("practitioner", who), ("_count", str(ROLES_MAX))])
        )
        others = [
            one.resource
            for one in found.rows
            if one.resource.id != role_id and one.resource.active is not False
        ]
    roles = [role, *others]
    named = {ref for one in roles if one.organization and (ref := one.organization.reference)}
    known = await door.read_many([*([who] if who else []), *sorted(named)])
    person: Practitioner | None = known[who].resource if who in known else None
    name = (
        _person_name(person) or (role.practitioner.display if role.practitioner else None) or "Professionnel"
    )
    structures: dict[str, Organization] = {ref: known[ref].resource for ref in named if ref in known}
    return Professional(
        name=name,
        rpps=_identifier(person, systems.RPPS),
        is_active=role.active is not False and (person is None or person.active is not False),
        workplaces=tuple(_workplace(one, structures) for one in roles),
    )


async def read_structure(door: Door, id_: str, *, offset: int = 0) -> Structure:
    """Return a structure with its offers, and the professionals from `offset` on. Cost: three statements."""
    found: Organization = (await door.read("Organization", id_)).resource
    reference = f"Organization/{id_}"
    offers = await door.directory(Wanted(facets={"of": (reference,), "kind": ("offer",)}))
    people = await door.directory(
        Wanted(facets={"of": (reference,), "kind": ("professional",)}, offset=offset)
    )
    address = found.address[0] if found.address else None
    return Structure(
        id=id_,
        reference=reference,
        name=found.name or "Structure sans nom",
        kind=", ".join(words_of(one) for one in found.type or () if words_of(one)),
        finess=_identifier(found, systems.FINESS),
        address=_line(address),
        town=(address.city if address else None) or "",
        commune=_commune(address),
        contacts=contacts_of(found.telecom),
        is_active=found.active is not False,
        is_mine=door.actor.organization == reference,
        offers=offers,
        professionals=people,
    )


async def read_offer(door: Door, id_: str) -> Offer:
    """Return an offer. Cost: two reads."""
    found: HealthcareService = (await door.read("HealthcareService", id_)).resource
    owner = (found.providedBy.reference if found.providedBy else None) or ""
    where = [ref for one in found.location or () if (ref := one.reference)]
    known = await door.read_many([ref for ref in [owner, *where[:1]] if ref])
    structure: Organization | None = known[owner].resource if owner in known else None
    location: Location | None = known[where[0]].resource if where and where[0] in known else None
    address = location.address if location else None
    if address is None and structure is not None and structure.address:
        address = structure.address[0]
    codes = tuple(code for one in found.type or () if (code := code_of(one, systems.NEED)))
    return Offer(
        id=id_,
        reference=f"HealthcareService/{id_}",
        name=found.name or "Offre sans nom",
        about=found.extraDetails or found.comment or "",
        needs=tuple(NEEDS[code].label if code in NEEDS else code for code in codes)
        or tuple(words_of(one) for one in found.type or () if words_of(one)),
        need_codes=codes,
        structure=(structure.name if structure else None)
        or (found.providedBy.display if found.providedBy else "")
        or "",
        structure_reference=owner,
        hours=hours_of(found.availableTime),
        audience=", ".join(
            words for one in found.eligibility or () if (words := one.comment or words_of(one.code))
        ),
        address=_line(address),
        town=(address.city if address else None) or "",
        contacts=contacts_of(found.telecom) or contacts_of(structure.telecom if structure else None),
        places=places_of(found),
        may_declare=may_declare(door, found),
        is_active=found.active is not False,
    )


def _workplace(role: PractitionerRole, structures: dict[str, Organization]) -> Workplace:
    reference = (role.organization.reference if role.organization else None) or ""
    structure = structures.get(reference)
    own = contacts_of(role.telecom)
    return Workplace(
        reference=f"PractitionerRole/{role.id}",
        role=", ".join(words_of(one) for one in (role.code or ())[:1]),
        specialty=", ".join(words_of(one) for one in role.specialty or ()),
        structure=(structure.name if structure else None)
        or (role.organization.display if role.organization else "")
        or "",
        structure_id=reference.partition("/")[2] if structure else "",
        contacts=own or contacts_of(structure.telecom if structure else None),
        is_active=role.active is not False,
    )


def _person_name(person: Practitioner | None) -> str:
    for name in (person.name if person else None) or ():
        parts = [*(name.prefix or [])[:1], *(name.given or [])[:1], name.family]
        if name.family:
            return " ".join(part for part in parts if part)
    return ""


def _identifier(resource: Practitioner | Organization | None, system: str) -> str:
    identifiers = (resource.identifier if resource else None) or ()
    return next((one.value or "" for one in identifiers if one.system == system), "")


def _line(address: Address | None) -> str:
    if address is None:
        return ""
    town = " ".join(part for part in (address.postalCode, address.city) if part)
    return ", ".join(part for part in (*(address.line or ()), town) if part)


def _commune(address: Address | None) -> str:
    for extension in (address.extension if address else None) or ():
        if extension.url == systems.FR_INSEE_CODE and extension.valueCoding:
            return extension.valueCoding.code or ""
    return ""
