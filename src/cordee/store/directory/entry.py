"""An entry of the directory from the JSON of its resource and of those it refers to. Pure.

Liberal, as everything that reads imports: what is missing or said another way leaves a column empty, never fails.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.fhir.normalized import normalize
from cordee.store.directory.needs import NEEDS, SYNONYMS
from cordee.store.directory.terms import (
    beginnings_of,
    commune_facet,
    departement_facet,
    facet,
    name_term,
    words_of,
)
from cordee.store.moments import first_instant

KINDS = {"PractitionerRole": "professional", "Organization": "structure", "HealthcareService": "offer"}
LINKS: dict[str, tuple[str, ...]] = {
    "PractitionerRole": ("practitioner", "organization", "location"),
    "Organization": (),
    "HealthcareService": ("providedBy", "location"),
}
"""The elements whose targets an entry is also made of."""

Json = dict[str, Any]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of one row but for its key; `terms` are what it is found by, `words` those of them that are words."""

    kind: str
    name: str
    role: str
    structure: str
    phone: str
    town: str
    commune: str
    places: int | None
    places_at: datetime | None
    normalized: str
    words: frozenset[str]
    terms: frozenset[str]


def linked(type_name: str, content: Json) -> Iterator[str]:
    """Yield the references of what an entry is also made of."""
    for element in LINKS[type_name]:
        for one in _list(content.get(element)):
            reference = one.get("reference") if isinstance(one, dict) else None
            if isinstance(reference, str) and reference.count("/") == 1:
                yield reference


def entry_of(type_name: str, content: Json, others: dict[str, Json]) -> Entry | None:
    """Return the entry of a resource, None when it is inactive; `others` holds what it refers to, by reference."""
    if content.get("active") is False:
        return None
    targets = {ref.split("/")[0]: others[ref] for ref in linked(type_name, content) if ref in others}
    structure = content if type_name == "Organization" else targets.get("Organization", {})
    person = targets.get("Practitioner", {})
    if person.get("active") is False or structure.get("active") is False:
        return None
    name = _name(type_name, content, person)
    concepts = [*_list(content.get("code" if type_name == "PractitionerRole" else "type"))]
    coded = dict(_coded(concepts))
    role = ", ".join(_words(one) for one in concepts if _words(one))
    specialty = ", ".join(_words(one) for one in _list(content.get("specialty")))
    structure_name = "" if type_name == "Organization" else _structure_name(type_name, content, structure)
    address = _address(content, targets.get("Location", {}), structure)
    places, places_at = places_of(content)
    aliases = [str(one) for one in _list(content.get("alias"))]
    words = words_of(name, role, specialty, structure_name, address.town, address.postcode, *aliases)
    words |= words_of(*(_synonyms(system, code) for code, system in coded.items()))
    normalized = normalize(_sorted_by(person) or name)
    terms = words | beginnings_of(words) | {name_term(word) for word in words_of(normalized)}
    terms |= {facet("kind", KINDS[type_name])} | set(_facets(coded))
    if address.commune:
        terms |= {departement_facet(address.commune), commune_facet(address.commune)}
    terms |= {facet("of", ref) for ref in linked(type_name, content) if ref.startswith("Organization/")}
    terms |= {facet("places", "free")} if places else set()
    return Entry(
        kind=KINDS[type_name],
        name=name,
        role=", ".join(one for one in (specialty or role, "") if one),
        structure=structure_name,
        phone=_phone(content) or _phone(structure),
        town=address.town,
        commune=address.commune,
        places=places,
        places_at=places_at,
        normalized=normalized,
        words=frozenset(words),
        terms=frozenset(terms),
    )


def places_of(content: Json) -> tuple[int | None, datetime | None]:
    """Return the waiting places a HealthcareService declares free, and when they were declared."""
    for one in _list(content.get("extension")):
        if one.get("url") == systems.WAITING_PLACES:
            parts = {part.get("url"): part for part in _list(one.get("extension"))}
            number = parts.get("free", {}).get("valueUnsignedInt")
            at = parts.get("declared-at", {}).get("valueDateTime")
            moment = first_instant(at) if isinstance(at, str) else None
            return (number if isinstance(number, int) else None), moment
    return None, None


class _Address(msgspec.Struct, frozen=True):
    town: str = ""
    postcode: str = ""
    commune: str = ""


def _address(*sources: Json) -> _Address:
    """Return the first address that names a town."""
    for source in sources:
        for one in _list(source.get("address")):
            if isinstance(one, dict) and (one.get("city") or one.get("postalCode")):
                codes = (e.get("valueCoding", {}).get("code") for e in _list(one.get("extension"))
                         if e.get("url") == systems.FR_INSEE_CODE)  # fmt: skip
                return _Address(one.get("city") or "", one.get("postalCode") or "", next(codes, "") or "")
    return _Address()


def _name(type_name: str, content: Json, person: Json) -> str:
    if type_name != "PractitionerRole":
        return str(content.get("name") or "Sans nom")
    for one in _list(person.get("name")):
        parts = [*_list(one.get("prefix"))[:1], *_list(one.get("given"))[:1], one.get("family")]
        if one.get("family"):
            return " ".join(str(part) for part in parts if part)
    display = content.get("practitioner", {}).get("display")
    return str(display or "Professionnel sans nom")


def _sorted_by(person: Json) -> str:
    """Return the name of a person as lists sort it: the family name first."""
    for one in _list(person.get("name")):
        if one.get("family"):
            return " ".join([str(one["family"]), *(str(part) for part in _list(one.get("given"))[:1])])
    return ""


def _structure_name(type_name: str, content: Json, structure: Json) -> str:
    named = content.get("organization" if type_name == "PractitionerRole" else "providedBy") or {}
    return str(structure.get("name") or named.get("display") or "")


def _coded(concepts: list[Json]) -> Iterator[tuple[str, str]]:
    for one in concepts:
        for coding in _list(one.get("coding")):
            if coding.get("code"):
                yield str(coding["code"]), str(coding.get("system") or "")


def _synonyms(system: str, code: str) -> str:
    if system == systems.NEED and code in NEEDS:
        return f"{NEEDS[code].words} {normalize(NEEDS[code].label)}"
    if system == systems.ORGANIZATION_TYPE and code == "home-help":
        return SYNONYMS["home-help-service"]
    return SYNONYMS.get(code, "") if system in (systems.ROLE, systems.ORGANIZATION_TYPE) else ""


_FACETS = {systems.NEED: "need", systems.ROLE: "role", systems.ORGANIZATION_TYPE: "type"}


def _facets(coded: dict[str, str]) -> Iterator[str]:
    for code, system in coded.items():
        if system in _FACETS:
            yield facet(_FACETS[system], code)


def _words(concept: Json) -> str:
    shown = next((c.get("display") for c in _list(concept.get("coding")) if c.get("display")), "")
    return str(concept.get("text") or shown or "")


def _phone(content: Json) -> str:
    return next(
        (str(p.get("value") or "") for p in _list(content.get("telecom")) if p.get("system") == "phone"), ""
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
