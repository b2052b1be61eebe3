"""Which modifier fits which kind of parameter. Source: https://hl7.org/fhir/R4/search.html#modifiers"""

from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.search.kinds import Kind
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.refusals import unknown_modifier, unsupported

MODIFIERS: dict[Kind, frozenset[str]] = {
    "number": frozenset({"missing"}),
    "date": frozenset({"missing"}),
    "quantity": frozenset({"missing"}),
    "string": frozenset({"missing", "exact", "contains"}),
    "token": frozenset({"missing", "text", "not", "in", "not-in", "above", "below", "of-type"}),
    "reference": frozenset({"missing", "identifier"}),
    "uri": frozenset({"missing", "above", "below"}),
    "composite": frozenset(),
    "special": frozenset(),
}
"""A reference also takes the name of a resource type."""

_KEPT_BY_THE_STORE = {"_id": frozenset({"not"}), "_lastUpdated": frozenset[str]()}
_HIERARCHIES = frozenset({"above", "below"})


def check_modifier(parameter: SearchParameter, modifier: str | None) -> None:
    """Refuse a modifier that the parameter does not take; ignoring one would widen the search.

    Raises: InvalidRequestError; UnsupportedSearchError for hierarchies of references, which R4 lets a server leave out.
    """
    if modifier is None:
        return
    if parameter.kind == "reference" and modifier in _HIERARCHIES:
        raise unsupported(f"{parameter.code}:{modifier}")
    if parameter.kind == "reference" and modifier in RESOURCE_TYPES:
        return
    allowed = _KEPT_BY_THE_STORE.get(parameter.code, MODIFIERS[parameter.kind])
    if modifier not in allowed:
        raise unknown_modifier(parameter.code, modifier)
