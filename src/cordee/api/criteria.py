"""The criteria of a conditional interaction: a search that must say which resource is meant, and nothing else.

Source: https://hl7.org/fhir/R4/http.html#cond-update
"""

import re
from urllib.parse import parse_qsl

import msgspec

from cordee.api.call import Pairs
from cordee.api.errors import invalid_request
from cordee.fhir.search import Query, parse_query
from cordee.kernel.errors import InvalidRequestError

CRITERIA_MAX = 20
_COMMON = frozenset(
    {"_id", "_lastUpdated", "_tag", "_profile", "_security", "_source", "_list", "_has", "_text", "_content"}
)
_FORMAT = frozenset({"_format", "_pretty"})
_ALTERNATIVES = re.compile(r"(?<!\\),")


class Criteria(msgspec.Struct, frozen=True, kw_only=True):
    """A query, and the names to hold while it decides what is written.

    A name is a parameter with one of its values. Two sets of criteria that any resource could meet by the same value
    share a name, whatever else they say: they wait for each other.
    """

    query: Query
    names: tuple[str, ...]


def criteria_of(type_: str, asked: str | Pairs, base: str) -> Criteria:
    """Return the criteria said by a query text or by its pairs.

    Every criterion counts: one that is unknown, empty, or only about the form of an answer is refused, because leaving
    it out would change more than was meant. Raises: InvalidRequestError.
    """
    pairs = parse_qsl(asked, keep_blank_values=True) if isinstance(asked, str) else asked
    pairs = [pair for pair in pairs if pair[0] not in _FORMAT]
    if not pairs:
        raise _refused("aucun critère", "no criterion")
    if len(pairs) > CRITERIA_MAX:
        raise _refused(f"plus de {CRITERIA_MAX} critères", f"more than {CRITERIA_MAX} criteria")
    for name, value in pairs:
        if name.startswith("_") and name.partition(":")[0] not in _COMMON:
            raise _refused(f"{name} n’est pas un critère", f"{name} is not a criterion")
        if not value.strip(" ,|"):
            raise _refused(f"{name} n’a pas de valeur", f"{name} has no value")
    query = parse_query(type_, pairs, strict=True, base_url=base)
    if len(query.criteria) < len(pairs):
        raise _refused("un critère ne dit rien", "a criterion says nothing")
    return Criteria(query=query, names=tuple(_names(type_, pairs)))


def _names(type_: str, pairs: Pairs) -> list[str]:
    return [
        f"{type_}?{name.partition(':')[0]}={re.split(r'[|/]', value)[-1].strip().casefold()}"
        for name, values in pairs
        for value in _ALTERNATIVES.split(values)
    ]


def _refused(french: str, english: str) -> InvalidRequestError:
    return invalid_request(
        f"Les critères ne disent pas quelle ressource est visée : {french}. Rien n’a été modifié.",
        f"The criteria do not say which resource is meant: {english}. Nothing was changed.",
        "http.criteria",
        "value",
    )
