"""Values of quantity parameters. Source: https://hl7.org/fhir/R4/search.html#quantity"""

import msgspec

from cordee.fhir.search.grammar.escapes import split_escaped, unescape
from cordee.fhir.search.grammar.number import precise
from cordee.fhir.search.grammar.prefixes import split_prefix
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import invalid_value
from cordee.fhir.ucum import UCUM, canonical_unit


def read_quantity(parameter: SearchParameter, text: str) -> FilterValue:
    """Return `number`, `number|system|code` or `number||code`, under its prefix, with the range its digits mean.

    In a UCUM unit, also in its base unit, so that other units of the same dimension match.
    """
    parts = [unescape(part) for part in split_escaped(text, "|")]
    prefix, written = split_prefix(parts[0])
    read = precise(written)
    if read is None or len(parts) not in (1, 3) or (len(parts) == 3 and parts[1] and not parts[2]):
        raise invalid_value(
            parameter.code,
            "nombre, nombre|système|code ou nombre||code",
            "number, number|system|code or number||code",
        )
    system, unit = (parts[1] or None, parts[2] or None) if len(parts) == 3 else (None, None)
    base = canonical_unit(unit) if system == UCUM and unit else None
    number, low, high = read
    found = FilterValue(
        value=written, prefix=prefix, number=number, low=low, high=high, system=system, unit=unit
    )
    if base is None:
        return found
    return msgspec.structs.replace(
        found,
        base_number=base.convert(number),
        base_low=base.convert(low),
        base_high=base.convert(high),
        base_code=base.code,
    )
