"""Read the values of a search parameter: escapes, alternatives, and the form each kind takes."""

import re
from collections.abc import Iterator

from cordee.fhir.search.curated.parameters import SearchParameter
from cordee.fhir.search.curated.query import FilterValue
from cordee.fhir.search.date import date_range
from cordee.fhir.search.refusals import invalid_value

ALTERNATIVES_MAX = 500
DATE_PREFIXES = frozenset({"eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"})

_PREFIXED = re.compile(r"^([a-z]{2})?(.*)$", re.DOTALL)
_BLANK_BEFORE_ZONE = re.compile(r" (\d\d:\d\d)$")


def split_escaped(text: str, separator: str) -> list[str]:
    r"""Return the parts of `text` between separators, those after a backslash not counting; escapes are kept."""
    parts = [""]
    characters = iter(text)
    for character in characters:
        if character == "\\":
            parts[-1] += character + next(characters, "")
        elif character == separator:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def unescape(text: str) -> str:
    r"""Return the text with `\,`, `\|`, `\$` and `\\` as the character they stand for."""
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def filter_values(parameter: SearchParameter, modifier: str | None, text: str) -> list[FilterValue]:
    """Return the alternatives of one parameter's value; empty ones are left out.

    Raises: InvalidRequestError when a value has not the form of its kind, or there are over `ALTERNATIVES_MAX`.
    """
    if "\x00" in text:
        raise invalid_value(parameter.code, "un texte sans caractère nul", "a text without NUL character")
    alternatives = [part for part in split_escaped(text, ",") if part]
    if len(alternatives) > ALTERNATIVES_MAX:
        raise invalid_value(
            parameter.code, f"{ALTERNATIVES_MAX} valeurs au plus", f"at most {ALTERNATIVES_MAX} values"
        )
    return list(_read(parameter, modifier, alternatives))


def _read(parameter: SearchParameter, modifier: str | None, alternatives: list[str]) -> Iterator[FilterValue]:
    for text in alternatives:
        if modifier == "missing":
            yield _boolean(parameter.code, text)
        elif parameter.kind == "token":
            yield _token(text)
        elif parameter.kind == "date":
            yield _date(parameter.code, text)
        elif parameter.kind == "reference":
            yield FilterValue(value=unescape(text).removesuffix("/"))
        else:
            yield FilterValue(value=unescape(text))


def _boolean(code: str, text: str) -> FilterValue:
    if text not in ("true", "false"):
        raise invalid_value(code, "true ou false", "true or false")
    return FilterValue(value=text)


def _token(text: str) -> FilterValue:
    parts = split_escaped(text, "|")
    if len(parts) == 1:
        return FilterValue(value=unescape(text))
    return FilterValue(system=unescape(parts[0]), value=unescape("|".join(parts[1:])))


def _date(code: str, text: str) -> FilterValue:
    match = _PREFIXED.match(text)
    assert match is not None
    prefix, date = match[1], _BLANK_BEFORE_ZONE.sub(r"+\1", unescape(match[2]))
    try:
        if prefix is not None and prefix not in DATE_PREFIXES:
            raise ValueError(prefix)
        start, end = date_range(date)
    except ValueError:
        raise invalid_value(
            code,
            "une date comme 2024, 2024-03, ge2024-03-01 ou 2024-03-01T18:00:00Z",
            "a date such as 2024, 2024-03, ge2024-03-01 or 2024-03-01T18:00:00Z",
        ) from None
    return FilterValue(value=date, prefix=prefix, start=start, end=end)
