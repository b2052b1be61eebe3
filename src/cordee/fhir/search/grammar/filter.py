"""One parameter with its modifier and values, as a criterion."""

from collections.abc import Callable

from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.search.grammar.coded import codes_above, codes_below, codes_in
from cordee.fhir.search.grammar.composite import read_composite
from cordee.fhir.search.grammar.escapes import split_escaped
from cordee.fhir.search.grammar.modifiers import check_modifier
from cordee.fhir.search.grammar.plain import read_plain
from cordee.fhir.search.grammar.reference import read_reference
from cordee.fhir.search.grammar.string import read_string
from cordee.fhir.search.grammar.token import read_token, read_typed_identifier
from cordee.fhir.search.grammar.uri import read_uri_below, read_uris_above
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import Filter, FilterValue, Nothing
from cordee.fhir.search.refusals import invalid_value, too_many

ALTERNATIVES_MAX = 500
VALUE_MAX_CHARS = 32_000

Values = list[FilterValue]
Read = Callable[[SearchParameter, str], FilterValue | Values]

_MODIFIED: dict[tuple[str, str], tuple[Read, str | None]] = {
    ("string", "exact"): (read_string, "exact"),
    ("string", "contains"): (read_string, "contains"),
    ("token", "text"): (read_string, "text"),
    ("token", "not"): (read_token, "not"),
    ("token", "of-type"): (read_typed_identifier, "of-type"),
    ("token", "in"): (codes_in, None),
    ("token", "not-in"): (codes_in, "not"),
    ("token", "above"): (codes_above, None),
    ("token", "below"): (codes_below, None),
    ("reference", "identifier"): (read_token, "identifier"),
    ("uri", "above"): (read_uris_above, None),
    ("uri", "below"): (read_uri_below, "below"),
}
"""How a value is read under a modifier, and the modifier that is left to the store."""


def read_filter(
    parameter: SearchParameter, modifier: str | None, text: str, base_url: str = ""
) -> Filter | Nothing:
    """Return the criterion one parameter makes; its alternatives are separated by commas.

    When its values can match nothing (another type, an empty value set), Nothing.

    Raises: InvalidRequestError when a value has not the form of its kind, or there are over `ALTERNATIVES_MAX`.
    """
    check_modifier(parameter, modifier)
    alternatives = read_alternatives(parameter.code, text)
    if modifier == "missing":
        return Filter(parameter, "missing", [_missing(parameter.code, alternatives)])
    if modifier in RESOURCE_TYPES:
        typed = [read_reference(parameter, one, modifier, base_url) for one in alternatives]
        return _criterion(parameter, None, [one for one in typed if one is not None])
    if modifier is None:
        return _criterion(parameter, None, [_unmodified(parameter, one, base_url) for one in alternatives])
    read, left = _MODIFIED[parameter.kind, modifier]
    values: Values = []
    for one in alternatives:
        found = read(parameter, one)
        values += found if isinstance(found, list) else [found]
    return _criterion(parameter, left, values)


def read_alternatives(name: str, text: str) -> list[str]:
    """Return the alternatives of a value, empty ones left out.

    Raises: InvalidRequestError when there is none, there are too many, or they hold what no text may.
    """
    if len(text) > VALUE_MAX_CHARS:
        raise too_many(name, VALUE_MAX_CHARS, "caractères", "characters")
    if "\x00" in text or not _is_encodable(text):
        raise invalid_value(
            name, "un texte Unicode, sans caractère nul", "Unicode text, without NUL character"
        )
    alternatives = [part for part in split_escaped(text, ",") if part]
    if not alternatives:
        raise invalid_value(name, "au moins une valeur", "at least one value")
    if len(alternatives) > ALTERNATIVES_MAX:
        raise too_many(name, ALTERNATIVES_MAX, "valeurs", "values")
    return alternatives


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _criterion(parameter: SearchParameter, modifier: str | None, values: Values) -> Filter | Nothing:
    if values or modifier == "not":
        return Filter(parameter, modifier, list(dict.fromkeys(values)))
    return Nothing()


def _unmodified(parameter: SearchParameter, text: str, base_url: str) -> FilterValue:
    if parameter.kind == "composite":
        return read_composite(parameter, text, base_url)
    return read_plain(parameter, text, base_url)


def _missing(name: str, alternatives: list[str]) -> FilterValue:
    if alternatives not in (["true"], ["false"]):
        raise invalid_value(name, "true ou false", "true or false")
    return FilterValue(value=alternatives[0])
