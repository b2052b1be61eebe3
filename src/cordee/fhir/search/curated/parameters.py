"""What a search parameter is, and the curated set of them, by resource type then code."""

from functools import cache
from typing import Literal

import msgspec

from cordee.fhir import r4
from cordee.fhir.search.curated.catalogue import TABLES

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

_WHEN_PRESENT = (
    ("identifier", "identifier token identifier"),
    ("subject", "subject reference subject"),
    ("subject", "patient reference subject ->Patient"),
    ("patient", "patient reference patient ->Patient"),
)


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
"""The curated parameters. A type not listed has those `parameters_of` finds for it."""


def parameters_of(resource_type: str) -> dict[str, SearchParameter]:
    """Return the search parameters of a resource type, by code.

    When the type is not curated, they are those of every type, its identifier, and the person it is about.
    """
    return PARAMETERS.get(resource_type) or _uncurated(resource_type)


@cache
def _uncurated(resource_type: str) -> dict[str, SearchParameter]:
    elements = getattr(r4, resource_type).__struct_fields__ if resource_type in r4.RESOURCE_TYPES else ()
    lines = [line for element, line in _WHEN_PRESENT if element in elements]
    return _parse(resource_type, _EVERY_TYPE + "\n".join(lines))
