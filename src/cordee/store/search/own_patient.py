"""References to the record's own patient: not stored as index rows, `resource.patient_id` answers for them."""

from cordee.fhir.definitions import Registry, registry
from cordee.fhir.search.catalogue import catalogue_of
from cordee.fhir.search.parameters import SearchParameter

_CODES = ("patient", "subject")


def own_numbers(resource_type: str) -> frozenset[int]:
    """Return the numbers whose rows leave out the reference to the record's own patient."""
    return registry().memo(("own patient", resource_type), lambda known: _numbers(known, resource_type))


def _numbers(known: Registry, resource_type: str) -> frozenset[int]:
    parameters = catalogue_of(known, resource_type).parameters
    named = (parameters[code] for code in _CODES if code in parameters)
    return frozenset(number for one in named if one.kind == "reference" for number in one.numbers)


def is_own(parameter: SearchParameter) -> bool:
    """Return whether a parameter may lead to the record's own patient."""
    if parameter.kind != "reference" or not parameter.resource_type:
        return False
    return not own_numbers(parameter.resource_type).isdisjoint(parameter.numbers)
