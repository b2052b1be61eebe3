"""What the CapabilityStatement says of searching. Source: https://hl7.org/fhir/R4/capabilitystatement.html"""

from collections import defaultdict
from typing import Any

from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.definitions import Registry
from cordee.fhir.search import SearchParameter, parameters_of
from cordee.fhir.search.catalogue import EVERY_RESOURCE
from cordee.fhir.search.definitions import KEPT_BY_THE_STORE

_FULL_TEXT = [
    {
        "name": "_text",
        "type": "string",
        "definition": "http://hl7.org/fhir/SearchParameter/DomainResource-text",
    },
    {
        "name": "_content",
        "type": "string",
        "definition": "http://hl7.org/fhir/SearchParameter/Resource-content",
    },
    {"name": "_list", "type": "string"},
    {"name": "_has", "type": "string"},
]


def system_search() -> dict[str, Any]:
    """Return the parameters a search of the whole server takes."""
    return {"searchParam": [*map(_listed, parameters_of(EVERY_RESOURCE).values()), *_FULL_TEXT]}


def type_search(known: Registry, name: str) -> dict[str, Any]:
    """Return the parameters of a type, with their definitions, and what a page of it can include."""
    parameters = parameters_of(name).values()
    described: dict[str, Any] = {"searchParam": [*map(_listed, parameters), *_FULL_TEXT]}
    references = [f"{name}:{one.code}" for one in parameters if one.kind == "reference"]
    described["searchInclude"] = ["*", *references]
    coming = known.memo("search-revinclude", lambda _: _reverse()).get(name)
    if coming:
        described["searchRevInclude"] = coming
    return described


def _listed(parameter: SearchParameter) -> dict[str, str]:
    listed = {"name": parameter.code, "type": parameter.kind}
    if parameter.url:
        listed["definition"] = parameter.url
    if parameter.code in KEPT_BY_THE_STORE:
        listed["documentation"] = "Colonne du dépôt / column of the store."
    return listed


def _reverse() -> dict[str, list[str]]:
    """Return, by type, the references of others that may lead to it; those that may lead anywhere are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in sorted(RESOURCE_TYPES):
        for one in parameters_of(source).values():
            if one.kind == "reference" and len(one.targets) < len(RESOURCE_TYPES) // 2:
                for target in one.targets:
                    found[target].append(f"{source}:{one.code}")
    return dict(found)
