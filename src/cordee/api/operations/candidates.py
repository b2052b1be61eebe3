"""Who might be meant: a few searches through indexes, each narrow, under the caller's own rights."""

from collections.abc import Iterator

from cordee.api.call import Call, Pairs
from cordee.fhir.matching import Traits
from cordee.fhir.search import parse_query
from cordee.store import Stored

CANDIDATES_MAX = 200  # of one search; what is beyond is told
_VALUES_MAX = 8
_DAY_CHARACTERS = 10


async def candidates(call: Call, traits: Traits) -> tuple[list[Stored], bool]:
    """Return the Patients the caller may see that share enough to be compared, and whether some were left out.

    Found by an identifier, by the birth date (day and month exchanged too), by both names (exchanged too). Whoever
    shares none of them is not found: a misspelt family name with another birth date, for one.
    """
    found: dict[str, Stored] = {}
    is_cut = False
    for pairs in _searches(traits):
        page = await call.door.search(parse_query("Patient", [*pairs, ("_count", str(CANDIDATES_MAX))]))
        found |= {one.id: one for one in page.rows}
        is_cut = is_cut or page.cursor is not None
    return list(found.values()), is_cut


def _searches(traits: Traits) -> Iterator[Pairs]:
    identifiers = [f"{_escaped(system)}|{_escaped(value)}" for system, value in sorted(traits.identifiers)]
    if identifiers:
        yield [("identifier", _any(identifiers))]
    if len(traits.birth_date) == _DAY_CHARACTERS:
        yield [("birthdate", _any(_days(traits.birth_date)))]
    families = list(traits.families)
    givens = list(dict.fromkeys(given for listed in traits.givens for given in listed))
    if families and givens:
        yield [("family", _any(families)), ("given", _any(givens))]
        yield [("family", _any(givens)), ("given", _any(families))]
    elif traits.birth_date and (families or givens):
        yield [("name", _any([*families, *givens])), ("birthdate", traits.birth_date)]


def _days(date: str) -> list[str]:
    """Return a day, and the day it is with day and month exchanged when there is such a day."""
    year, month, day = date.split("-")
    return [date, f"{year}-{day}-{month}"] if "01" <= day <= "12" and day != month else [date]


def _any(values: list[str]) -> str:
    return ",".join(values[:_VALUES_MAX])


def _escaped(text: str) -> str:
    for character in "\\,|$":
        text = text.replace(character, f"\\{character}")
    return text
