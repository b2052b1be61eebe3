"""Codes by value set or hierarchy: `:in`, `:not-in`, `:above`, `:below` become plain values.

Source: https://hl7.org/fhir/R4/search.html#token
"""

from collections.abc import Callable

from cordee.fhir.errors import UnsupportedSearchError
from cordee.fhir.search.grammar.escapes import split_escaped, unescape
from cordee.fhir.search.grammar.token import coded
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import invalid_value, too_many
from cordee.fhir.terminology import UnknownValueSetError, ancestors, descendants, expand
from cordee.kernel.errors import CordeeError, InvalidRequestError

CODES_MAX = 5_000
"""Codes one value set or hierarchy may bring into a search."""


def codes_in(parameter: SearchParameter, text: str) -> list[FilterValue]:
    """Return every code of the value set at an address; none for an empty one.

    Raises: InvalidRequestError when it is not in force here; UnsupportedSearchError when its codes cannot be told.
    """
    try:
        expansion = expand(unescape(text), count=CODES_MAX + 1)
    except UnknownValueSetError as error:
        raise InvalidRequestError(error.message_fr, error.message_en) from error
    except CordeeError as error:
        raise UnsupportedSearchError(error.message_fr, error.message_en) from error
    _check_count(parameter, expansion.total)
    return [coded(parameter, concept.system, concept.code) for concept in expansion.concepts]


def codes_below(parameter: SearchParameter, text: str) -> list[FilterValue]:
    """Return a code, written `system|code`, and all those below it."""
    return _codes(parameter, text, descendants)


def codes_above(parameter: SearchParameter, text: str) -> list[FilterValue]:
    """Return a code, written `system|code`, and all those above it."""
    return _codes(parameter, text, ancestors)


def _codes(
    parameter: SearchParameter, text: str, kin: Callable[[str, str], frozenset[str] | None]
) -> list[FilterValue]:
    parts = [unescape(part) for part in split_escaped(text, "|")]
    if len(parts) != 2 or not all(parts):
        raise invalid_value(parameter.code, "système|code", "system|code")
    system, code = parts
    found = kin(system, code)
    if found is None:
        raise UnsupportedSearchError(
            "La hiérarchie de ce code n’est pas connue ici : installez le guide qui définit son système. "
            "Rien n’a été cherché.",
            "The hierarchy of this code is not known here: install the guide that defines its system. "
            "Nothing was searched.",
        )
    _check_count(parameter, len(found))
    return [coded(parameter, system, one) for one in (code, *sorted(found - {code}))]


def _check_count(parameter: SearchParameter, count: int) -> None:
    if count > CODES_MAX:
        raise too_many(parameter.code, CODES_MAX, "codes", "codes")
