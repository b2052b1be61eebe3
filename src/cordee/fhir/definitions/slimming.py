"""What a definition keeps at run time: all that engines decide on, without what only a reader of the page needs.

Read by the build before `cordee` can be imported: imports nothing of it.
"""

from typing import Any

_EVERYWHERE = frozenset(
    "text meta contact useContext jurisdiction purpose copyright publisher date identifier extension "
    "immutable lastReviewDate approvalDate effectivePeriod".split()
)
_OF_TYPE = {
    "StructureDefinition": frozenset("mapping keyword description experimental".split()),
    "SearchParameter": frozenset("xpath xpathUsage experimental".split()),
    "OperationDefinition": frozenset("comment experimental".split()),
    "ConceptMap": frozenset("description".split()),
    "Questionnaire": frozenset(),
}
_KEEPS_EXTENSIONS = frozenset({"Questionnaire"})

_OF_ELEMENT = frozenset(
    "definition comment requirements alias mapping example isModifierReason meaningWhenMissing orderMeaning "
    "condition extension representation".split()
)
_OF_CONSTRAINT = frozenset(("xpath", "requirements"))
_KEPT_EXTENSIONS = frozenset(
    "http://hl7.org/fhir/StructureDefinition/" + name
    for name in (
        "elementdefinition-maxValueSet",
        "elementdefinition-minValueSet",
        "elementdefinition-bestpractice",
        "structuredefinition-fhir-type",
        "structuredefinition-explicit-type-name",
        "structuredefinition-hierarchy",
        "structuredefinition-xml-type",
        "regex",
    )
)
_POINTS = frozenset(
    "http://hl7.org/fhir/StructureDefinition/" + name
    for name in ("ordinalValue", "itemWeight", "valueset-ordinalValue", "codesystem-ordinalValue")
)
"""What a concept says of its points: grids sum them."""
_XML_ATTRIBUTE = ["xmlAttr"]
_COMPOSED = ("include", "exclude")
_OF_EXPANSION = ("extension", "total", "offset", "parameter")

LANGUAGES_KEPT = ("fr", "en")
"""Designations in other languages are dropped: the published expansions carry a dozen of each term."""


def slim(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the definition without narrative, differential (when there is a snapshot), mappings and prose.

    The given object is left as it was; parts that change are copied.
    """
    kind = resource["resourceType"]
    dropped = _EVERYWHERE | _OF_TYPE.get(kind, frozenset())
    if kind in _KEEPS_EXTENSIONS:
        dropped -= {"extension"}
    kept = {name: value for name, value in resource.items() if _stays(name, dropped)}
    match kind:
        case "StructureDefinition":
            _slim_structure(kept)
        case "ValueSet":
            _slim_value_set(kept)
        case "CodeSystem" if "concept" in kept:
            kept["concept"] = [_slim_concept(concept) for concept in kept["concept"]]
    return kept


def _stays(name: str, dropped: frozenset[str]) -> bool:
    return name not in dropped and name.removeprefix("_") not in dropped


def _slim_structure(structure: dict[str, Any]) -> None:
    for view in ("snapshot", "differential"):
        if view in structure:
            elements = structure[view].get("element", [])
            structure[view] = {"element": [_slim_element(element) for element in elements]}
    if "snapshot" in structure:
        structure.pop("differential", None)


def _slim_element(element: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in element.items() if _stays(name, _OF_ELEMENT)}
    if element.get("representation") == _XML_ATTRIBUTE:
        kept["representation"] = _XML_ATTRIBUTE
    if "extension" in element:
        _keep_extensions(kept, element)
    if "type" in element:
        kept["type"] = [_slim_part(part) for part in element["type"]]
    if "binding" in element:
        kept["binding"] = _slim_part(element["binding"], ("description",))
    if "slicing" in element:
        kept["slicing"] = _slim_part(element["slicing"], ("description",))
    if "constraint" in element:
        kept["constraint"] = [_slim_part(rule, _OF_CONSTRAINT) for rule in element["constraint"]]
    return kept


def _slim_part(part: dict[str, Any], dropped: frozenset[str] | tuple[str, ...] = ()) -> dict[str, Any]:
    kept = {name: value for name, value in part.items() if name not in dropped and name != "extension"}
    _keep_extensions(kept, part)
    return kept


def _keep_extensions(
    kept: dict[str, Any], source: dict[str, Any], urls: frozenset[str] = _KEPT_EXTENSIONS
) -> None:
    known = [found for found in source.get("extension", ()) if found.get("url") in urls]
    if known:
        kept["extension"] = known


def _slim_value_set(value_set: dict[str, Any]) -> None:
    if "expansion" in value_set:
        expansion = value_set["expansion"]
        value_set["expansion"] = {
            **{name: expansion[name] for name in _OF_EXPANSION if name in expansion},
            "contains": [_slim_contained(entry) for entry in expansion.get("contains", [])],
        }

    if "compose" in value_set:
        value_set["compose"] = {
            part: [_slim_include(found) for found in listed] if part in _COMPOSED else listed
            for part, listed in value_set["compose"].items()
        }


def _slim_include(include: dict[str, Any]) -> dict[str, Any]:
    if "concept" not in include:
        return include
    return {**include, "concept": [_slim_designations(concept) for concept in include["concept"]]}


def _slim_contained(entry: dict[str, Any]) -> dict[str, Any]:
    kept = _slim_designations(entry)
    if "contains" in entry:
        kept["contains"] = [_slim_contained(inner) for inner in entry["contains"]]
    return kept


def _slim_concept(concept: dict[str, Any]) -> dict[str, Any]:
    kept = _slim_designations(concept)
    kept.pop("extension", None)
    _keep_extensions(kept, concept, _POINTS)
    if "concept" in concept:
        kept["concept"] = [_slim_concept(inner) for inner in concept["concept"]]
    return kept


def _slim_designations(entry: dict[str, Any]) -> dict[str, Any]:
    kept = dict(entry)
    if "designation" in entry:
        known = [
            found
            for found in entry["designation"]
            if "value" in found and found.get("language", LANGUAGES_KEPT[0]).startswith(LANGUAGES_KEPT)
        ]
        kept.pop("designation")
        if known:
            kept["designation"] = known
    return kept
