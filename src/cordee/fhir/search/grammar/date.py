"""Values of date parameters. Source: https://hl7.org/fhir/R4/search.html#date"""

import re

from cordee.fhir.search.date import date_range
from cordee.fhir.search.grammar.escapes import unescape
from cordee.fhir.search.grammar.prefixes import split_prefix
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import invalid_value

_BLANK_BEFORE_ZONE = re.compile(r" (\d\d:\d\d)$")


def read_date(parameter: SearchParameter, text: str) -> FilterValue:
    """Return the range of instants a date means, the end excluded, under its prefix.

    A blank before the zone is the `+` that a URL lost.
    """
    prefix, written = split_prefix(text)
    date = _BLANK_BEFORE_ZONE.sub(r"+\1", unescape(written))
    try:
        start, end = date_range(date)
    except ValueError:
        raise invalid_value(
            parameter.code,
            "une date comme 2024, 2024-03, ge2024-03-01 ou 2024-03-01T18:00:00Z",
            "a date such as 2024, 2024-03, ge2024-03-01 or 2024-03-01T18:00:00Z",
        ) from None
    return FilterValue(value=date, prefix=prefix, start=start, end=end)
