"""Values of uri parameters. Source: https://hl7.org/fhir/R4/search.html#uri"""

from cordee.fhir.search.grammar.escapes import unescape
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import invalid_value

ANCESTORS_MAX = 50
"""Steps of a path `:above` goes up."""


def read_uri(parameter: SearchParameter, text: str) -> FilterValue:
    """Return the URI as it is, case included."""
    return FilterValue(value=unescape(text))


def read_uris_above(parameter: SearchParameter, text: str) -> list[FilterValue]:
    """Return the URI and every one its path lies below: of `http://a/b/c` also `http://a/b` and `http://a`."""
    found = [_hierarchical(parameter, text)]
    start = found[0].index("://") + 3
    while "/" in found[-1][start:] and len(found) < ANCESTORS_MAX:
        found.append(found[-1].rpartition("/")[0])
    return [FilterValue(value=one) for one in found]


def read_uri_below(parameter: SearchParameter, text: str) -> FilterValue:
    """Return the URI whose path the store compares the beginnings of others with, whole steps only."""
    return FilterValue(value=_hierarchical(parameter, text))


def _hierarchical(parameter: SearchParameter, text: str) -> str:
    uri = unescape(text).removesuffix("/")
    if "://" not in uri:
        raise invalid_value(
            parameter.code,
            "une adresse comme http://exemple.fr/a ; une URN n’a pas de hiérarchie",
            "an address such as http://example.org/a; a URN has no hierarchy",
        )
    return uri
