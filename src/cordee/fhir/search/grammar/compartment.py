"""Compartments: the parameters through which a resource belongs to somebody's.

Source: https://hl7.org/fhir/R4/compartmentdefinition.html
"""

from cordee.fhir.definitions import Registry, registry
from cordee.fhir.search.catalogue import catalogue_of
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import InCompartment

_PUBLISHED = "http://hl7.org/fhir/CompartmentDefinition/"
COMPARTMENTS = {
    "Patient": "patient",
    "Practitioner": "practitioner",
    "Encounter": "encounter",
    "RelatedPerson": "relatedPerson",
    "Device": "device",
}

Links = tuple[tuple[str, tuple[SearchParameter, ...]], ...]


def in_compartment(owner_type: str, owner_id: str) -> InCompartment:
    """Return the criterion of belonging to one person's, encounter's or device's compartment."""
    return InCompartment(owner_type, owner_id, compartment_links(owner_type))


def compartment_links(owner_type: str) -> Links:
    """Return, for each type of a compartment, the reference parameters that lead to its owner."""
    return registry().memo(("search-compartment", owner_type), lambda known: _links(known, owner_type))


def _links(known: Registry, owner_type: str) -> Links:
    definition = known.get("CompartmentDefinition", _PUBLISHED + COMPARTMENTS[owner_type]) or {}
    found = []
    for resource in definition.get("resource", ()):
        table = catalogue_of(known, resource["code"]).parameters
        parameters = [table[code] for code in resource.get("param", ()) if code in table]
        references = tuple(one for one in parameters if one.kind == "reference")
        if references:
            found.append((resource["code"], references))
    return tuple(found)
