"""The search parameters of each type under the definitions in force, and the rows they are answered from."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from cordee.fhir.definitions import Registry, registry
from cordee.fhir.errors import SharedNumberError
from cordee.fhir.path.in_force import shapes_of
from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.search.composites import Rows, scopes
from cordee.fhir.search.definitions import (
    Definition,
    definitions_of,
    named_definition,
)
from cordee.fhir.search.numbers import Variant, param_number
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.rows import RowSource
from cordee.fhir.search.sharing import Key, Reading, has_rows, reading, row_sources
from cordee.fhir.search.types import final_types

EVERY_RESOURCE = "Resource"
"""The type whose parameters hold for all."""


class Catalogue(msgspec.Struct, frozen=True):
    """What one type can be searched by, and what its index rows are."""

    parameters: Mapping[str, SearchParameter]
    sources: tuple[RowSource, ...]


def parameters_of(resource_type: str) -> Mapping[str, SearchParameter]:
    """Return the search parameters of a resource type, by code; `Resource` has those of every type.

    Cost: some milliseconds at the first call for a type.
    """
    return catalogue_of(registry(), resource_type).parameters


def catalogue_of(known: Registry, resource_type: str) -> Catalogue:
    """Return the parameters and rows of a type under a registry, built once."""
    return known.memo(("search", resource_type), lambda _: _build(known, resource_type))


def _build(known: Registry, resource_type: str) -> Catalogue:
    definitions = definitions_of(known, resource_type)
    readings = {code: reading(one) for code, one in definitions.items() if has_rows(one)}
    by_key = row_sources(resource_type, readings.values())
    stored = {source.owner: source for sources in by_key.values() for source in sources}
    rows = Rows(list(stored.values()))
    found: dict[str, SearchParameter] = {}
    for code, one in definitions.items():
        if one.kind != "composite":
            found[code] = _simple(known, resource_type, one, readings.get(code), by_key)
    for code, one in definitions.items():
        if one.kind == "composite":
            composite = _composite(known, one, found, rows, resource_type)
            if composite is not None:
                found[code] = composite
    return Catalogue(MappingProxyType(dict(sorted(found.items()))), tuple(rows.sources))


def _simple(
    known: Registry,
    resource_type: str,
    one: Definition,
    read: Reading | None,
    by_key: dict[Key, tuple[RowSource, ...]],
) -> SearchParameter:
    return SearchParameter(
        resource_type=resource_type,
        code=one.code,
        kind=one.kind,
        url=one.url,
        expressions=one.expressions,
        targets=(read.restricted_to if read else ()) or one.targets,
        is_restricted=bool(read and read.restricted_to),
        holds_codes=one.kind == "token" and _types(known, resource_type, one) == {"code"},
        sources=tuple(source.owner for source in by_key[read.key]) if read else (),
    )


def _types(known: Registry, resource_type: str, one: Definition) -> set[str]:
    found: set[str] = set()
    for atom in one.atoms:
        found |= {""} if atom.steps is None else final_types(shapes_of(known), resource_type, atom.steps)
    return found


def _composite(
    known: Registry, one: Definition, simple: Mapping[str, SearchParameter], rows: Rows, resource_type: str
) -> SearchParameter | None:
    """Return a composite, or None when a component's own definition is not in force."""
    parts: list[SearchParameter] = []
    for url, _ in one.components:
        code, kind = named_definition(known, url)
        if kind is None or kind == "composite":
            return None
        named = simple.get(code)
        sources = named.sources if named is not None and named.kind == kind else ()
        parts.append(
            SearchParameter(
                resource_type=resource_type,
                code=one.code,
                kind=kind,
                url=url,
                sources=sources,
                targets=named.targets if named else (),
            )
        )
    return SearchParameter(
        resource_type=resource_type,
        code=one.code,
        kind="composite",
        url=one.url,
        expressions=one.expressions,
        components=tuple(parts),
        scopes=scopes(resource_type, one, tuple(parts), rows),
    )


def refuse_shared_numbers(known: Registry) -> None:
    """Refuse definitions under which the rows of two parameters could not be told apart.

    Raises: SharedNumberError. Cost: some tenths of a second, since the parameters of every type are built.
    """
    found = shared_numbers(known)
    if found:
        raise SharedNumberError(found)


def shared_numbers(known: Registry) -> list[str]:
    """Return the names of the rows that would carry the number of others, variants included."""
    owners = {source.owner for name in RESOURCE_TYPES for source in catalogue_of(known, name).sources}
    by_number: dict[int, list[str]] = defaultdict(list)
    for owner in owners:
        for variant in _VARIANTS:
            by_number[param_number(*owner, variant)].append(".".join((*owner, variant)).rstrip("."))
    return sorted(name for names in by_number.values() if len(names) > 1 for name in names)


_VARIANTS: tuple[Variant, ...] = ("", "text", "identifier", "of-type")
