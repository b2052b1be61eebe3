"""Which codes a value set holds, when its definition in force lists them: its own list, or whole code systems.

Kept with the registry as one set a value set, so that a binding costs one look-up.
"""

from collections.abc import Iterator
from typing import Any

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json

CODES_MAX = 50_000
"""Value sets with more codes than this are not listed: what they hold counts as unknown here."""
_INSIDE_MAX = 8

Codes = frozenset[tuple[str, str]]


class _UnknownError(Exception):
    """The content of a value set cannot be listed from what is in force."""


class Members:
    """The codes of one value set: as (system, code), and alone for elements that have no system."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self.plain = frozenset(code for _, code in codes)


def codes_of(registry: Registry, value_set: str) -> list[str]:
    """Return the codes of a value set in alphabetical order, none when it is not known here."""
    members = registry.memo(("validation members", value_set), lambda known: _members(known, value_set))
    return sorted(members.plain) if members is not None else []


def is_in(registry: Registry, value_set: str, system: str | None, code: str) -> bool | None:
    """Return whether a code is in a value set, None when that is not known here.

    `system` is None for an element of type code, which has none of its own.
    """
    members = registry.memo(("validation members", value_set), lambda known: _members(known, value_set))
    if members is None:
        return None
    return code in members.plain if system is None else (system, code) in members.codes


def _members(registry: Registry, canonical: str) -> Members | None:
    try:
        codes = frozenset(_of_value_set(registry, canonical, 0))
    except _UnknownError:
        return None
    return Members(codes) if codes else None


def _of_value_set(registry: Registry, canonical: str, inside: int) -> set[tuple[str, str]]:
    definition = registry.get("ValueSet", canonical)
    if definition is None or inside > _INSIDE_MAX:
        raise _UnknownError
    expansion = definition.get("expansion")
    if expansion and not _is_partial(expansion):
        return _bounded(_contains(expansion.get("contains", ())))
    compose = definition.get("compose") or {}
    found: set[tuple[str, str]] = set()
    for part in compose.get("include", ()):
        found |= _of_part(registry, part, inside)
    for part in compose.get("exclude", ()):
        found -= _of_part(registry, part, inside)
    return _bounded(iter(found))


def _of_part(registry: Registry, part: Json, inside: int) -> set[tuple[str, str]]:
    """Return the codes of one include or exclude: those of its system that are also in each of its value sets."""
    if part.get("filter"):
        raise _UnknownError
    sets = [_of_value_set(registry, url, inside + 1) for url in part.get("valueSet", ())]
    system = part.get("system")
    if system is not None and part.get("concept"):
        sets.append({(system, concept["code"]) for concept in part["concept"]})
    elif system is not None:
        sets.append(_of_system(registry, system, part.get("version")))
    if not sets:
        raise _UnknownError
    return set.intersection(*sets)


def _of_system(registry: Registry, system: str, version: str | None) -> set[tuple[str, str]]:
    definition = registry.get("CodeSystem", f"{system}|{version}" if version else system)
    if definition is None or definition.get("content") != "complete" or not definition.get("concept"):
        raise _UnknownError
    return _bounded((system, code) for code in _concepts(definition["concept"]))


def _concepts(concepts: list[Json]) -> Iterator[str]:
    for concept in concepts:
        yield concept["code"]
        yield from _concepts(concept.get("concept", []))


def _contains(entries: Any) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if "code" in entry and not entry.get("abstract"):
            yield entry.get("system", ""), entry["code"]
        yield from _contains(entry.get("contains", ()))


def _is_partial(expansion: Json) -> bool:
    total = expansion.get("total")
    listed = sum(1 for _ in _contains(expansion.get("contains", ())))
    return not listed or (isinstance(total, int) and total > listed)


def _bounded(codes: Iterator[tuple[str, str]]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for pair in codes:
        found.add(pair)
        if len(found) > CODES_MAX:
            raise _UnknownError
    return found
