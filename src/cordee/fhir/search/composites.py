"""Composite parameters: where they are evaluated, and which rows each component reads.

Source: https://hl7.org/fhir/R4/search.html#composite
"""

import msgspec

from cordee.fhir.search.definitions import Definition
from cordee.fhir.search.expressions import Atom, Step, read_steps
from cordee.fhir.search.kinds import CompositeScope
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.rows import RowSource

_ABSOLUTE = ("%resource", "%context")


class Rows:
    """The rows of a type while composites are read: they group some and add those nobody stores yet."""

    def __init__(self, sources: list[RowSource]) -> None:
        self.sources = sources

    def use(self, wanted: RowSource, named: tuple[tuple[str, str], ...]) -> RowSource:
        """Return the rows that hold what is wanted, with a part for each element of its group.

        Rows that also hold other alternatives will do; then those of the parameter the component names, when it lies
        under the group (one published composite names its components in the wrong order); else they are added.
        """
        index = self._index(wanted, {atom.text for atom in wanted.atoms}, None)
        if index is None:
            index = self._index(wanted, set(), named)
        if index is None:
            self.sources.append(wanted)
            return wanted
        if wanted.group:
            self.sources[index] = msgspec.structs.replace(self.sources[index], group=wanted.group)
        return self.sources[index]

    def _index(
        self, wanted: RowSource, texts: set[str], owners: tuple[tuple[str, str], ...] | None
    ) -> int | None:
        fitting = [
            (len(source.atoms), index)
            for index, source in enumerate(self.sources)
            if source.kind == wanted.kind
            and (owners is None or source.owner in owners)
            and texts <= {atom.text for atom in source.atoms}
            and (not wanted.group or _can_group(source, wanted.group))
        ]
        return min(fitting)[1] if fitting else None


def scopes(
    resource_type: str, definition: Definition, named: tuple[SearchParameter, ...], rows: Rows
) -> tuple[CompositeScope, ...]:
    """Return the places a composite is evaluated at: the resource itself, or each of a repeating element."""
    found = []
    for scope in definition.atoms:
        components = []
        for index, ((_, expression), one) in enumerate(zip(definition.components, named, strict=True)):
            atoms = tuple(_below(scope, part) for part in expression.split("|"))
            owner = (resource_type, f"{definition.code}${index}@{scope.text}")
            source = rows.use(RowSource(owner, one.kind, atoms, scope.text), one.sources)
            components.append((one.kind, (source.number(),)))
        found.append(CompositeScope(bool(scope.text), tuple(components)))
    return tuple(found)


def _below(scope: Atom, expression: str) -> Atom:
    steps = read_steps(expression)
    if steps is None or scope.steps is None:
        text = f"{scope.text}.{expression.strip()}" if scope.text else expression.strip()
        return Atom(text=text, steps=None, first=scope.first)
    if steps[0].name in _ABSOLUTE:
        return _atom(steps[1:])
    return _atom((*scope.steps, *steps))


def _atom(steps: tuple[Step, ...]) -> Atom:
    return Atom(text=".".join(map(str, steps)), steps=steps, first=steps[0].name)


def _can_group(source: RowSource, group: str) -> bool:
    return source.group in ("", group) and all(atom.text.startswith(f"{group}.") for atom in source.atoms)
