"""The snapshot of a StructureDefinition as a tree: children and slices under the element they belong to."""

from collections.abc import Iterator
from typing import Any

from cordee.fhir.json_value import Json


class SnapshotElement:
    """One ElementDefinition with its children by name and its slices by slice name.

    `name` is the last part of the path (`value[x]`), `slice_name` is empty for an element that is not a slice.
    """

    __slots__ = ("children", "definition", "name", "slice_name", "slices")

    def __init__(self, definition: Json, name: str, slice_name: str = "") -> None:
        self.definition = definition
        self.name = name
        self.slice_name = slice_name
        self.children: dict[str, SnapshotElement] = {}
        self.slices: dict[str, SnapshotElement] = {}

    @property
    def id(self) -> str:
        """Return the element's id, unique in its snapshot."""
        return str(self.definition.get("id") or self.definition.get("path", ""))

    @property
    def max(self) -> int | None:
        """Return the highest number of items, None when there is no limit."""
        text = str(self.definition.get("max", "*"))
        return int(text) if text.isdigit() else None

    @property
    def min(self) -> int:
        """Return the lowest number of items."""
        return int(self.definition.get("min", 0))

    @property
    def types(self) -> list[Json]:
        """Return `ElementDefinition.type`."""
        return list(self.definition.get("type", ()))

    def value_of(self, prefix: str) -> Any:
        """Return the value of `fixed[x]` or `pattern[x]`, None when the element has none."""
        for key, value in self.definition.items():
            if key.startswith(prefix) and key[len(prefix) : len(prefix) + 1].isupper():
                return value
        return None

    def walk(self) -> Iterator["SnapshotElement"]:
        """Yield this element, then everything below it."""
        yield self
        for below in (*self.children.values(), *self.slices.values()):
            yield from below.walk()


def snapshot_tree(structure: Json) -> SnapshotElement | None:
    """Return the root of a StructureDefinition's snapshot, or None when it has no usable snapshot.

    An element whose parent is missing from the snapshot is left out.
    """
    elements = (structure.get("snapshot") or {}).get("element") or []
    if not elements:
        return None
    root = SnapshotElement(elements[0], elements[0].get("path", ""))
    known: dict[str, SnapshotElement] = {elements[0].get("id") or root.name: root}
    for definition in elements[1:]:
        id_ = definition.get("id") or _id_of(definition)
        head, _, last = id_.rpartition(".")
        name, _, slice_name = last.partition(":")
        known[id_] = element = SnapshotElement(definition, name, slice_name)
        if not slice_name:
            if (parent := known.get(head)) is not None:
                parent.children[name] = element
        elif (owner := _owner(known, head, name, slice_name)) is not None:
            owner.slices[slice_name] = element
    return root


def _owner(
    known: dict[str, SnapshotElement], head: str, name: str, slice_name: str
) -> SnapshotElement | None:
    """Return the element that is sliced: for a slice of a slice (`a/b`), the slice `a`."""
    outer, is_sliced_again, _ = slice_name.rpartition("/")
    unsliced = f"{head}.{name}"
    return known.get(f"{unsliced}:{outer}") if is_sliced_again else known.get(unsliced)


def _id_of(definition: Json) -> str:
    path = str(definition.get("path", ""))
    return f"{path}:{definition['sliceName']}" if definition.get("sliceName") else path
