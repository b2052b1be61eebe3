"""Reverse chains: `_has:Observation:patient:code`. Source: https://hl7.org/fhir/R4/search.html#has"""

from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.search.catalogue import parameters_of
from cordee.fhir.search.grammar.asked import Asked
from cordee.fhir.search.grammar.chain import ReadCriterion, check_depth
from cordee.fhir.search.query import Criterion, Has
from cordee.fhir.search.refusals import invalid_value

HAS = "_has:"


def read_has(asked: Asked, name: str, value: str, read: ReadCriterion) -> Criterion | None:
    """Return resources another one refers to, when that one matches; None when its parameter does not exist.

    The last part is a parameter of the source type with its modifier, a chain, or another `_has`.

    Raises: InvalidRequestError when it is not of the form `_has:Type:reference:parameter`, or the reference cannot lead
    to the type searched.
    """
    check_depth(asked, "_has")
    source_type, _, rest = name.removeprefix(HAS).partition(":")
    code, _, inner = rest.partition(":")
    if source_type not in RESOURCE_TYPES or not inner:
        raise _misshapen()
    parameter = parameters_of(source_type).get(code)
    if parameter is None:
        return None
    leads_here = not parameter.targets or not asked.resource_type or asked.resource_type in parameter.targets
    if parameter.kind != "reference" or not leads_here:
        raise _misshapen()
    criterion = read(asked.below(source_type), inner, value)
    return None if criterion is None else Has(source_type, parameter, criterion)


def _misshapen() -> Exception:
    return invalid_value(
        "_has",
        "_has:Type:référence:paramètre, où la référence mène au type cherché",
        "_has:Type:reference:parameter, where the reference leads to the type searched",
    )
