"""One item of a collection: a value, its type, and where it stands."""

from typing import Any, Final


class Node:
    """A value with its type.

    `type` is a FHIR type (`HumanName`, `code`, `Observation.component` for an element with children of its own) or
    a System type (`System.Integer`). `element` is what JSON keeps beside a primitive under `_name`: its id and
    extensions; `value` is None when a primitive has only those. `parent`, `name` (the key in JSON) and `index` (None
    when the element does not repeat) say where it stands; a computed value stands nowhere.
    """

    __slots__ = ("element", "index", "name", "parent", "type", "value")

    def __init__(
        self,
        value: Any,
        type: str,  # noqa: A002  (FHIRPath's own word)
        element: dict[str, Any] | None = None,
        parent: "Node | None" = None,
        name: str = "",
        index: int | None = None,
    ) -> None:
        self.value: Final = value
        self.type: Final = type
        self.element: Final = element
        self.parent: Final = parent
        self.name: Final = name
        self.index: Final = index

    def __repr__(self) -> str:
        return f"Node({self.type})"


Nodes = list[Node]

TRUE = [Node(True, "System.Boolean")]
FALSE = [Node(False, "System.Boolean")]


def boolean(value: bool | None) -> Nodes:
    """Return a collection of one boolean, or the empty one. Never change it in place."""
    return [] if value is None else (TRUE if value else FALSE)


def integer(value: int) -> Nodes:
    """Return a collection of one integer."""
    return [Node(value, "System.Integer")]


def string(value: str) -> Nodes:
    """Return a collection of one string."""
    return [Node(value, "System.String")]


def is_resource(node: Node) -> bool:
    """Return whether a node is a resource: JSON that names its type."""
    return isinstance(node.value, dict) and "resourceType" in node.value


def enclosing_resource(node: Node) -> Node | None:
    """Return the nearest resource a node stands in, itself included."""
    here: Node | None = node
    while here is not None:
        if is_resource(here):
            return here
        here = here.parent
    return None


def location(node: Node) -> str:
    """Return the FHIRPath of a node from the root it was reached from: `Patient.name[0].given[1]`."""
    if node.parent is None:
        return node.type
    index = "" if node.index is None else f"[{node.index}]"
    return f"{location(node.parent)}.{node.name}{index}"
