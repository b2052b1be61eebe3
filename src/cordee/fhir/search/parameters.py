"""What a search parameter is, and the curated set of them, by resource type then code."""

from typing import Literal

import msgspec

from cordee.fhir.search.catalogue import TABLES

Kind = Literal["token", "reference", "date", "string", "uri", "number", "quantity"]


class Step(msgspec.Struct, frozen=True):
    """One step of a path: an attribute, kept only where `key` equals `expected` when a key is given."""

    name: str
    key: str | None = None
    expected: str | None = None


class SearchParameter(msgspec.Struct, frozen=True, kw_only=True):
    """One searchable aspect of a resource type.

    `paths` are element paths with Python attribute names, alternatives of one another. When `targets` is not empty,
    references to other types do not count.
    """

    resource_type: str
    code: str
    kind: Kind
    paths: tuple[str, ...]
    steps: tuple[tuple[Step, ...], ...] = ()
    targets: tuple[str, ...] = ()


_EVERY_TYPE = """
_id          token id
_lastUpdated date  meta.lastUpdated
_profile     uri   meta.profile
_security    token meta.security
_tag         token meta.tag
"""


def _parse(resource_type: str, table: str) -> dict[str, SearchParameter]:
    """Read lines of `code kind path|path [->Type,Type]`."""
    found: dict[str, SearchParameter] = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        definition, _, targets = line.partition("->")
        code, kind, alternatives = definition.split()
        paths = tuple(alternatives.split("|"))
        found[code] = SearchParameter(
            resource_type=resource_type,
            code=code,
            kind=msgspec.convert(kind, Kind),
            paths=paths,
            steps=tuple(tuple(_step(part) for part in path.split(".")) for path in paths),
            targets=tuple(targets.split(",")) if targets else (),
        )
    return found


def _step(part: str) -> Step:
    name, _, condition = part.partition("?")
    key, _, expected = condition.partition("=")
    return Step(name, key, expected) if condition else Step(name)


PARAMETERS: dict[str, dict[str, SearchParameter]] = {
    resource_type: _parse(resource_type, _EVERY_TYPE + table) for resource_type, table in TABLES.items()
}
"""The curated parameters. When a type is not listed, `parameters_of` still gives those common to every type."""


def parameters_of(resource_type: str) -> dict[str, SearchParameter]:
    """Return the search parameters of a resource type, by code."""
    found = PARAMETERS.get(resource_type)
    return _parse(resource_type, _EVERY_TYPE) if found is None else found
