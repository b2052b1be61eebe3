"""How the index rows of a type are taken out of its JSON: all its parameters in one walk.

Steps that only navigate are merged into one tree of JSON properties, so that an element is visited once whatever the
number of parameters under it. What is more than navigation goes through the path engine, when its first element is
there.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from cordee.fhir.definitions import Registry
from cordee.fhir.path.in_force import shapes_of
from cordee.fhir.search.catalogue import catalogue_of
from cordee.fhir.search.expressions import Step
from cordee.fhir.search.extraction.computed import Computed
from cordee.fhir.search.extraction.kinds import writer
from cordee.fhir.search.extraction.spots import Spot, Visit, visit_of
from cordee.fhir.search.rows import RowSource
from cordee.fhir.search.types import keys_of


class Plan(msgspec.Struct, frozen=True):
    """What is done for each JSON property of a resource, and with the whole of it."""

    by_key: dict[str, Visit]
    computed: dict[str, tuple[Computed, ...]]
    """What the path engine evaluates, by the first element it needs."""
    repeated: tuple["Repeated", ...]


class Repeated(msgspec.Struct, frozen=True):
    """Rows of an element outside a group, written again for each element of the group."""

    group_key: str
    key: str
    visit: Callable[[Any, Any, int], None]


def plan_of(registry: Registry, resource_type: str) -> Plan:
    """Return the plan of a type under a registry, built once.

    Cost: some milliseconds at the first call for a type.
    """
    return registry.memo(("search-plan", resource_type), lambda known: _Builder(known, resource_type).plan())


class _Builder:
    def __init__(self, registry: Registry, resource_type: str) -> None:
        self._sources = catalogue_of(registry, resource_type).sources
        self._shapes = shapes_of(registry)
        self._type = resource_type
        self._root = Spot()
        self._computed: dict[str, list[Computed]] = {}
        self._repeated: list[Repeated] = []

    def plan(self) -> Plan:
        for source in self._sources:
            self._add(source)
        return Plan(
            by_key={key: visit_of(spot) for key, spot in self._root.below.items()},
            computed={first: tuple(found) for first, found in self._computed.items()},
            repeated=tuple(self._repeated),
        )

    def _add(self, source: RowSource) -> None:
        for atom in source.atoms:
            if atom.steps is None:
                self._computed.setdefault(atom.first, []).append(Computed(atom.text, self._type, source))
            elif source.group and not atom.text.startswith(f"{source.group}."):
                self._repeat(source, atom.steps)
            else:
                self._follow(self._root, self._type, atom.steps, source, "")

    def _repeat(self, source: RowSource, steps: tuple[Step, ...]) -> None:
        apart = Spot()
        self._follow(apart, self._type, steps, source, "")
        for key, spot in apart.below.items():
            self._repeated.append(Repeated(source.group, key, visit_of(spot)))

    def _follow(
        self, spot: Spot, type_name: str, steps: tuple[Step, ...], source: RowSource, walked: str
    ) -> None:
        """Add the rest of an atom below an element of a type."""
        if source.group and walked == source.group:
            spot.counts = True
        if not steps:
            self._end(spot, type_name, source)
            return
        step, rest = steps[0], steps[1:]
        if step.name:
            walked = f"{walked}.{step.name}" if walked else step.name
            for key, child_type in keys_of(self._shapes, type_name, step.name):
                self._follow(spot.child(key), child_type, rest, source, walked)
        elif step.as_type:
            if self._shapes.is_a(type_name, step.as_type):
                self._follow(spot, type_name, rest, source, walked)
        elif step.where:
            self._follow(spot.where(*step.where), type_name, rest, source, walked)
        else:
            self._follow(spot.leading_to(step.leads_to), type_name, rest, source, walked)

    def _end(self, spot: Spot, type_name: str, source: RowSource) -> None:
        write = writer(type_name, source)
        if write is not None:
            spot.writes.append(write)
        elif type_name == "Extension":  # a guide that names the extension means its value
            for key, child_type in keys_of(self._shapes, type_name, "value"):
                self._end(spot.child(key), child_type, source)
