"""The filters of a value set: which concepts of a code system each lets through.

Source: https://hl7.org/fhir/R4/valueset-filter-operator.html
"""

from collections.abc import Callable

from cordee.fhir.json_value import Json
from cordee.fhir.terminology.code_system import CodeSystem
from cordee.fhir.terminology.concept import Concept, property_value
from cordee.fhir.terminology.errors import UnusableValueSetError
from cordee.fhir.terminology.patterns import compile_safely, matches

Test = Callable[[Concept], bool]

READING_CODES = 20  # reading a filter, compiling its expression: as much as trying it on so many codes
FILTER_STEPS = 2  # for each code
PATTERN_STEPS = 50
"""The same for a regular expression: the slowest one that is accepted, on the longest text it is tried on."""

_HIERARCHY = frozenset("is-a descendent-of is-not-a generalizes".split())
_OWN = frozenset("code display definition parent child concept".split())


def filter_test(filter_: Json, system: CodeSystem) -> Test | None:
    """Return the test of one filter, or None when the system does not say what the filter asks about.

    Raises: UnusableValueSetError for an expression that cannot be run.
    """
    operator, name, value = (filter_.get(part, "") for part in ("op", "property", "value"))
    if operator in _HIERARCHY:
        return _hierarchy_test(operator, value, system) if system.get(value) or system.is_complete else None
    is_known = name in _OWN or name in system.property_types or _is_used(name, system)
    return _property_test(operator, name, value, system) if operator and is_known else None


def filter_steps(filter_: Json, system: CodeSystem) -> int:
    """Return what one filter costs on a code system, in steps of `Work`."""
    each = PATTERN_STEPS if filter_.get("op") == "regex" else FILTER_STEPS
    return each * (READING_CODES + system.steps)


def _property_test(operator: str, name: str, value: str, system: CodeSystem) -> Test:
    match operator:
        case "=":
            return lambda concept: value in _values(concept, name, system)
        case "in" | "not-in":
            wanted = {part.strip() for part in value.split(",")}
            is_in = operator == "in"
            return lambda concept: bool(wanted & _values(concept, name, system)) is is_in
        case "regex":
            pattern = compile_safely(value)
            return lambda concept: any(matches(pattern, found) for found in _values(concept, name, system))
        case "exists":
            return lambda concept: bool(_values(concept, name, system)) is (value == "true")
    raise UnusableValueSetError(
        f"l’opérateur « {operator} » n’existe pas.", f"there is no operator '{operator}'."
    )


def _hierarchy_test(operator: str, code: str, system: CodeSystem) -> Test:
    below = system.descendants(code)
    match operator:
        case "is-a":
            return lambda concept: concept.code == code or concept.code in below
        case "descendent-of":
            return lambda concept: concept.code in below
        case "is-not-a":
            return lambda concept: concept.code != code and concept.code not in below
    above = system.ancestors(code)
    return lambda concept: concept.code == code or concept.code in above


def _is_used(name: str, system: CodeSystem) -> bool:
    return any(
        found.get("code") == name for concept in system.concepts.values() for found in concept.properties
    )


def _values(concept: Concept, name: str, system: CodeSystem) -> set[str]:
    match name:
        case "code" | "concept":
            return {concept.code}
        case "display":
            return {concept.display} - {""}
        case "definition":
            return {concept.definition} - {""}
        case "parent":
            return set(system.parents(concept.code))
        case "child":
            return set(system.children(concept.code))
    found = [property_value(known) for known in concept.properties if known.get("code") == name]
    return {
        str(value).lower() if isinstance(value, bool) else str(value) for value in found if value is not None
    }
