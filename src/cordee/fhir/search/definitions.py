"""SearchParameter definitions in force, sorted by the type and code they are for."""

from collections.abc import Iterator
from typing import cast

import msgspec

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.search.expressions import EVERY_TYPE, Atom, atoms
from cordee.fhir.search.kinds import Kind

KEPT_BY_THE_STORE = {"_id": "token", "_lastUpdated": "date"}
"""Parameters of every type the store answers from its own columns."""

WITHOUT_INDEX = frozenset(("_text", "_content", "_query", "_filter"))
"""Definitions that describe a criterion of another form; the grammar reads them."""


class Definition(msgspec.Struct, frozen=True):
    """All definitions of one code for one type, united: a guide adds to what R4 says, it takes nothing away."""

    code: str
    kind: Kind
    url: str
    atoms: tuple[Atom, ...]
    expressions: tuple[str, ...]
    targets: tuple[str, ...]
    components: tuple[tuple[str, str], ...]
    """Pairs of the component's definition and its expression, relative to each of `atoms`."""


def definitions_of(registry: Registry, resource_type: str) -> dict[str, Definition]:
    """Return the definitions that hold for a type, those of every type included, by code."""
    by_base = registry.memo("search-definitions", _by_base)
    found: dict[str, Definition] = {}
    for base in (*EVERY_TYPE, resource_type):
        for raw in by_base.get(base, ()):
            one = _definition(raw, resource_type)
            if one is not None:
                known = found.get(one.code)
                found[one.code] = one if known is None else _united(known, one)
    return found


def named_definition(registry: Registry, url: str) -> tuple[str, Kind | None]:
    """Return the code and kind of the parameter a component names; no kind when it is not in force."""
    found = registry.get("SearchParameter", url)
    return (found["code"], cast(Kind, found["type"])) if found else ("", None)


def _by_base(registry: Registry) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for raw in registry.all("SearchParameter"):
        kept = {name: raw[name] for name in _READ if name in raw}
        for base in raw.get("base", ()):
            found.setdefault(base, []).append(kept)
    return found


_READ = ("url", "code", "type", "expression", "target", "component")


def _definition(raw: Json, resource_type: str) -> Definition | None:
    code = raw.get("code", "")
    expression = raw.get("expression", "")
    if not code or code in WITHOUT_INDEX or (not expression and code not in KEPT_BY_THE_STORE):
        return None
    found = atoms(expression, resource_type)
    if not found:
        return None
    return Definition(
        code=code,
        kind=raw["type"],
        url=raw.get("url", ""),
        atoms=found,
        expressions=tuple(atom.text for atom in found),
        targets=tuple(raw.get("target", ())),
        components=tuple((one["definition"], one["expression"]) for one in raw.get("component", ())),
    )


def _united(first: Definition, second: Definition) -> Definition:
    if first.kind != second.kind:
        return first
    return msgspec.structs.replace(
        first,
        atoms=tuple(dict.fromkeys(first.atoms + second.atoms)),
        expressions=tuple(dict.fromkeys(first.expressions + second.expressions)),
        targets=tuple(dict.fromkeys(_iter(first, second))),
    )


def _iter(first: Definition, second: Definition) -> Iterator[str]:
    if first.targets and second.targets:
        yield from first.targets
        yield from second.targets
