"""Which parameters of a type store rows, and which read those of others.

`patient` reads the rows of `subject` that lead to a Patient; `combo-code` those of `code` and of `component-code`.
"""

from collections.abc import Iterable

import msgspec

from cordee.fhir.search.definitions import KEPT_BY_THE_STORE, Definition
from cordee.fhir.search.expressions import Atom
from cordee.fhir.search.kinds import Kind
from cordee.fhir.search.rows import RowSource

Key = tuple[Kind, frozenset[str]]
_R4 = "http://hl7.org/fhir/SearchParameter/"


class Reading(msgspec.Struct, frozen=True):
    """What one parameter takes out of a resource: its atoms, without the restriction to some target types."""

    definition: Definition
    atoms: tuple[Atom, ...]
    restricted_to: tuple[str, ...]

    @property
    def key(self) -> Key:
        """Return what two parameters that can share rows have in common."""
        return self.definition.kind, frozenset(atom.text for atom in self.atoms)


def reading(definition: Definition) -> Reading:
    """Return what a parameter reads; restricted when all its atoms end in `where(resolve() is Type)`."""
    last = [atom.steps[-1].leads_to if atom.steps else "" for atom in definition.atoms]
    if definition.kind != "reference" or not all(last):
        return Reading(definition, definition.atoms, ())
    bare = tuple(_without_last(atom) for atom in definition.atoms)
    return Reading(definition, bare, tuple(dict.fromkeys(last)))


def row_sources(resource_type: str, readings: Iterable[Reading]) -> dict[Key, tuple[RowSource, ...]]:
    """Return, for each key, the rows that hold its values: of its own, or those it is the union of."""
    owners: dict[Key, RowSource] = {}
    for one in sorted(readings, key=_rank):
        if one.key not in owners:
            owners[one.key] = RowSource(_owner(resource_type, one), one.definition.kind, one.atoms)
    return {key: _parts(key, owners) or (source,) for key, source in owners.items()}


def _parts(key: Key, owners: dict[Key, RowSource]) -> tuple[RowSource, ...]:
    """Return the other rows a key is the union of, the largest first, or none when it is not."""
    kind, texts = key
    below = [other for other in owners if other[0] == kind and other[1] < texts]
    missing, found = set(texts), []
    for other in sorted(below, key=lambda one: (-len(one[1]), sorted(one[1]))):
        if missing & other[1]:
            found.append(owners[other])
            missing -= other[1]
    return tuple(found) if not missing else ()


def _rank(one: Reading) -> tuple[bool, bool, str]:
    """R4 before guides, so that installing a guide renames no rows; the unrestricted first."""
    return not one.definition.url.startswith(_R4), bool(one.restricted_to), one.definition.code


def _owner(resource_type: str, one: Reading) -> tuple[str, str]:
    """Rows of what every resource has carry the same number in all types."""
    code = one.definition.code
    return ("Resource" if code.startswith("_") else resource_type), code


def _without_last(atom: Atom) -> Atom:
    assert atom.steps is not None
    steps = atom.steps[:-1]
    return Atom(text=".".join(map(str, steps)), steps=steps, first=atom.first)


def has_rows(definition: Definition) -> bool:
    """Return whether index rows answer for a parameter by themselves."""
    return definition.kind != "composite" and definition.code not in KEPT_BY_THE_STORE
