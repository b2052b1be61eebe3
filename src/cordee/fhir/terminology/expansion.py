"""Expand a value set: list its codes, a page at a time. Source: https://hl7.org/fhir/R4/valueset-operation-expand.html"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cordee.fhir.json_value import Json
from cordee.fhir.normalized import normalize
from cordee.fhir.terminology.concept import Concept
from cordee.fhir.terminology.errors import CannotTellError, TooCostlyError
from cordee.fhir.terminology.value_set import Asked, Part, ValueSet
from cordee.fhir.terminology.work import Work

EXPANSION_CODES_MAX = 20_000
"""Codes in one answer; a page (`count`) may be taken of more."""
WORK_CODES_MAX = 200_000
"""Codes of one value set, before its excludes."""


@dataclass(frozen=True)
class Wanted:
    """What of an expansion is asked for."""

    text: str = ""
    offset: int = 0
    count: int | None = None
    active_only: bool = False


class Expansion(NamedTuple):
    """One page of the codes of a value set."""

    value_set: Json
    total: int
    offset: int
    concepts: tuple[Concept, ...]
    versions: tuple[str, ...]
    """The code systems used, as `url|version`."""


def expansion_of(value_set: ValueSet, wanted: Wanted, work: Work) -> Expansion:
    """Return the codes of a value set, in the order of its systems.

    Raises: CannotTellError naming the systems whose codes are not known; TooCostlyError; TooMuchWorkError.
    """
    concepts = [concept for concept in members(value_set, work) if _is_wanted(concept, wanted)]
    end = None if wanted.count is None else wanted.offset + wanted.count
    page = concepts[wanted.offset : end]
    if len(page) > EXPANSION_CODES_MAX:
        raise TooCostlyError(EXPANSION_CODES_MAX)
    versions = dict.fromkeys(f"{found.system}|{found.version}" for found in concepts if found.version)
    return Expansion(value_set.content, len(concepts), wanted.offset, tuple(page), tuple(versions))


def members(value_set: ValueSet, work: Work) -> list[Concept]:
    """Return every code of a value set, each once: composed from what is known, else as it was published.

    Raises: CannotTellError when neither tells them all; TooCostlyError; TooMuchWorkError.
    Cost: each value set below is listed once, however many ways lead to it.
    """
    return work.once(("members", value_set), lambda: _members(value_set, work))


def _members(value_set: ValueSet, work: Work) -> list[Concept]:
    blocking = _unknown_systems(value_set, work)
    if not blocking and value_set.includes:
        return _composed(value_set, work)
    if value_set.published is not None and value_set.published.is_closed:
        work.spend(len(value_set.published.concepts))
        return _once(value_set.published.concepts)
    if blocking or value_set.published is not None:
        raise CannotTellError(blocking or (value_set.content.get("url", ""),))
    return []


def _composed(value_set: ValueSet, work: Work) -> list[Concept]:
    found = _once(concept for part in value_set.includes for concept in _of_part(part, work))
    if not value_set.excludes:
        return found
    return [concept for concept in found if not _is_excluded(value_set, concept, work)]


def _is_excluded(value_set: ValueSet, concept: Concept, work: Work) -> bool:
    asked = Asked(concept.system, concept.code, work)
    return any(part.answer(asked) for part in value_set.excludes)


def _of_part(part: Part, work: Work) -> Iterator[Concept]:
    if part.concepts is not None:
        source: Collection[Concept] = part.concepts.values()
    else:
        source = members(part.imports[0], work) if part.imports else ()
    work.spend(len(source) * (1 + len(part.imports)))
    for concept in source:
        asked = Asked(concept.system, concept.code, work)
        if all(imported.answer(asked) for imported in part.imports):
            yield concept


def _once(concepts: Iterable[Concept]) -> list[Concept]:
    found: dict[tuple[str, str], Concept] = {}
    for count, concept in enumerate(concepts):
        if count >= WORK_CODES_MAX:
            raise TooCostlyError(WORK_CODES_MAX)
        found.setdefault((concept.system, concept.code), concept)
    return list(found.values())


def _unknown_systems(value_set: ValueSet, work: Work) -> tuple[str, ...]:
    """Return what stands in the way of composing a value set: systems, and sets that are not known whole, each once."""
    return work.once(("unknown", value_set), lambda: tuple(dict.fromkeys(_unknown(value_set, work))))


def _unknown(value_set: ValueSet, work: Work) -> Iterator[str]:
    for part in (*value_set.includes, *value_set.excludes):
        work.spend(1 + len(part.imports))
        if not part.is_closed:
            yield part.system
        for imported in part.imports:
            if imported.published is None or not imported.published.is_closed:
                found = _unknown_systems(imported, work)
                work.spend(len(found))
                yield from found
                if not imported.includes and imported.published is not None:
                    yield imported.content.get("url", "")


def _is_wanted(concept: Concept, wanted: Wanted) -> bool:
    if wanted.active_only and concept.is_inactive:
        return False
    if not wanted.text:
        return True
    designations = (str(found.get("value", "")) for found in concept.designations)
    said = normalize(" ".join((concept.code, concept.display, *designations)))
    return all(word in said for word in normalize(wanted.text).split())
