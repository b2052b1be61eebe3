"""Values of number parameters. Source: https://hl7.org/fhir/R4/search.html#number"""

import re
from decimal import Decimal

from cordee.fhir.search.grammar.escapes import unescape
from cordee.fhir.search.grammar.prefixes import split_prefix
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import invalid_value

NUMBER_MAX_CHARS = 40
EXPONENT_MAX = 40

_NUMBER = re.compile(r"[+-]?\d+(?P<fraction>\.\d+)?(?:[eE](?P<exponent>[+-]?\d{1,3}))?", re.ASCII)


def read_number(parameter: SearchParameter, text: str) -> FilterValue:
    """Return a number under its prefix, with the range its digits mean."""
    prefix, written = split_prefix(unescape(text))
    read = precise(written)
    if read is None:
        raise invalid_value(
            parameter.code, "un nombre comme 100, le5.40 ou 1e2", "a number such as 100, le5.40 or 1e2"
        )
    number, low, high = read
    return FilterValue(value=written, prefix=prefix, number=number, low=low, high=high)


def precise(text: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return a number and the range its digits mean, half a unit of the last digit on each side; None when it is none.

    `100` means 99.5 to 100.5, `100.00` 99.995 to 100.005, and `1e2`, as R4 has it, 95 to 105.
    """
    match = _NUMBER.fullmatch(text) if len(text) <= NUMBER_MAX_CHARS else None
    if match is None or abs(int(match["exponent"] or 0)) > EXPONENT_MAX:
        return None
    number = Decimal(text)
    last = int(number.as_tuple().exponent)
    if match["exponent"] and not match["fraction"]:
        last -= 1
    half = Decimal(5).scaleb(last - 1)
    return number, number - half, number + half
