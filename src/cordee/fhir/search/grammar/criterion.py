"""One name and value of a request, as a criterion: a parameter, a chain of them, or a criterion of its own form."""

from cordee.fhir.search.grammar.asked import Asked
from cordee.fhir.search.grammar.chain import read_chain
from cordee.fhir.search.grammar.filter import read_filter
from cordee.fhir.search.grammar.has import HAS, read_has
from cordee.fhir.search.grammar.special import SPECIAL
from cordee.fhir.search.query import Criterion
from cordee.fhir.search.refusals import unknown_modifier


def read_criterion(asked: Asked, name: str, value: str) -> Criterion | None:
    """Return the criterion of one pair, or None when its parameter does not exist for what is searched.

    Raises: InvalidRequestError when a modifier does not fit or a value cannot be read; UnsupportedSearchError.
    """
    if name.startswith(HAS):
        return read_has(asked, name, value, read_criterion)
    head, dot, rest = name.partition(".")
    code, colon, modifier = head.partition(":")
    special = SPECIAL.get(code)
    if special is not None:
        if colon or dot:
            raise unknown_modifier(code, modifier or rest)
        return special(value)
    parameter = asked.parameters.get(code)
    if parameter is None:
        return None
    if dot:
        return read_chain(asked, parameter, modifier if colon else None, (rest, value), read_criterion)
    return read_filter(parameter, modifier if colon else None, value, asked.base_url)
