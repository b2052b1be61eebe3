"""Values of token parameters. Source: https://hl7.org/fhir/R4/search.html#token"""

from cordee.fhir.search.grammar.escapes import split_escaped, unescape
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import invalid_value

_IMPLIED = ("http://hl7.org/fhir/", "urn:ietf:bcp:", "urn:iso:std:iso:")
"""Systems of elements that hold a bare code: saying them changes nothing."""


def read_token(parameter: SearchParameter, text: str) -> FilterValue:
    """Return `code`, `system|code`, `|code` (without system) or `system|` (any code of it)."""
    parts = split_escaped(text, "|")
    if len(parts) == 1:
        return FilterValue(value=unescape(text))
    system, code = unescape(parts[0]), unescape("|".join(parts[1:]))
    if not system and not code:
        raise invalid_value(parameter.code, "un code, ou système|code", "a code, or system|code")
    return coded(parameter, system, code)


def coded(parameter: SearchParameter, system: str, code: str) -> FilterValue:
    """Return a code of a system; of an element that holds bare codes, without a system that goes without saying."""
    if parameter.holds_codes and code and system.startswith(_IMPLIED):
        return FilterValue(value=code)
    return FilterValue(system=system, value=code)


def read_typed_identifier(parameter: SearchParameter, text: str) -> FilterValue:
    """Return `typeSystem|typeCode|value`, of the modifier `:of-type`: all three are needed."""
    parts = [unescape(part) for part in split_escaped(text, "|")]
    if len(parts) != 3 or not all(parts):
        raise invalid_value(parameter.code, "système|code|valeur", "system|code|value")
    return FilterValue(system=f"{parts[0]}|{parts[1]}", value=parts[2])
