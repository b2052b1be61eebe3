"""What kinds of definitions a package brings, as a person would count them."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from cordee.fhir.json_value import Json

PACKAGE_TYPES = frozenset(
    "StructureDefinition SearchParameter ValueSet CodeSystem ConceptMap OperationDefinition CompartmentDefinition "
    "Questionnaire".split()
)
"""The resource types a package is kept for; its other resources are no definitions."""


class Kind(StrEnum):
    """A kind of definition."""

    PROFILE = "profile"
    EXTENSION = "extension"
    LOGICAL_MODEL = "logical-model"
    VALUE_SET = "value-set"
    CODE_SYSTEM = "code-system"
    SEARCH_PARAMETER = "search-parameter"
    CONCEPT_MAP = "concept-map"
    OPERATION = "operation"
    COMPARTMENT = "compartment"
    QUESTIONNAIRE = "questionnaire"


_BY_TYPE = {
    "SearchParameter": Kind.SEARCH_PARAMETER,
    "ValueSet": Kind.VALUE_SET,
    "CodeSystem": Kind.CODE_SYSTEM,
    "ConceptMap": Kind.CONCEPT_MAP,
    "OperationDefinition": Kind.OPERATION,
    "CompartmentDefinition": Kind.COMPARTMENT,
    "Questionnaire": Kind.QUESTIONNAIRE,
}


def kind_of(definition: Json) -> Kind:
    """Return the kind of a definition of one of `PACKAGE_TYPES`."""
    if definition["resourceType"] != "StructureDefinition":
        return _BY_TYPE[definition["resourceType"]]
    if definition.get("derivation") != "constraint":
        return Kind.LOGICAL_MODEL
    return Kind.EXTENSION if definition.get("type") == "Extension" else Kind.PROFILE


def contents_of(definitions: Iterable[Json]) -> dict[str, int]:
    """Return how many definitions there are of each kind."""
    return dict(sorted(Counter(str(kind_of(definition)) for definition in definitions).items()))


def searched_types(definitions: Iterable[Json]) -> tuple[str, ...]:
    """Return the resource types that search parameters among the definitions search in."""
    parameters = (found for found in definitions if found["resourceType"] == "SearchParameter")
    return tuple(sorted({type_ for found in parameters for type_ in found.get("base", ())}))
