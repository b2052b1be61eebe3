"""From a node to the elements below it."""

from collections.abc import Callable
from typing import Any

from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.shapes import Shapes

_UNTYPED = {bool: "boolean", int: "integer", str: "string", list: "", dict: ""}


def named(shapes: Shapes, name: str) -> Callable[[Nodes], Nodes]:
    """Return the step that goes from nodes to their elements called `name`.

    An element the definitions do not know is found by its key all the same, with a type guessed from its value.
    """
    keys_of_type: dict[str, tuple[tuple[str, str], ...]] = {}

    def keys_of(type_name: str) -> tuple[tuple[str, str], ...]:
        child = shapes.child(type_name, name)
        unknown = () if shapes.is_known(type_name) else ((name, ""),)
        found = unknown if child is None else child.keys
        keys_of_type[type_name] = found
        return found

    def step(focus: Nodes) -> Nodes:
        found: Nodes = []
        for node in focus:
            value = node.value
            if type(value) is dict:
                pairs = keys_of_type.get(node.type)
                if pairs is None:
                    pairs = keys_of(node.type)
                for key, type_name in pairs:
                    if key in value or "_" + key in value:
                        append_elements(found, node, value, key, type_name)
            elif node.element is not None and name in {"id", "extension"}:
                append_elements(
                    found, node, node.element, name, "Extension" if name == "extension" else "string"
                )
        return found

    return step


def append_elements(found: Nodes, parent: Node, owner: dict[str, Any], key: str, type_name: str) -> None:
    """Append the nodes of `owner[key]`, each with what `owner["_" + key]` keeps beside it."""
    value = owner.get(key)
    beside = owner.get("_" + key)
    if type(value) is list or type(beside) is list:
        values = value if type(value) is list else []
        besides = beside if type(beside) is list else []
        for index in range(max(len(values), len(besides))):
            item = values[index] if index < len(values) else None
            element = besides[index] if index < len(besides) else None
            if item is not None or element is not None:
                found.append(Node(item, _type_of(item, type_name), _object(element), parent, key, index))
    elif value is not None or beside is not None:
        found.append(Node(value, _type_of(value, type_name), _object(beside), parent, key))


def _object(element: Any) -> dict[str, Any] | None:
    return element if type(element) is dict else None


def _type_of(value: Any, type_name: str) -> str:
    if type(value) is dict and type(value.get("resourceType")) is str:
        return str(value["resourceType"])
    return type_name or _UNTYPED.get(type(value), "decimal")


def children(shapes: Shapes, node: Node) -> Nodes:
    """Return every element directly below a node, in the order of its JSON."""
    found: Nodes = []
    if type(node.value) is dict:
        types = shapes.shape(node.type).types
        seen: set[str] = set()
        for written in node.value:
            key = written.removeprefix("_")
            if key not in seen and key not in {"resourceType", "fhir_comments"}:
                seen.add(key)
                append_elements(found, node, node.value, key, types.get(key, ""))
    elif node.element is not None:
        append_elements(found, node, node.element, "id", "string")
        append_elements(found, node, node.element, "extension", "Extension")
    return found


def root_node(value: dict[str, Any], context_type: str) -> Node:
    """Return a node for the input of an evaluation: of its `resourceType`, else of `context_type`."""
    return Node(value, _type_of(value, context_type))
