"""FHIRPath Patch: each operation finds its place by an expression. Source: https://hl7.org/fhir/R4/fhirpatch.html"""

from collections.abc import Callable

from cordee.fhir.definitions import registry
from cordee.fhir.json_value import Json
from cordee.fhir.patch import places
from cordee.fhir.patch.errors import PatchFailedError
from cordee.fhir.patch.operations import Operation, read_operations
from cordee.fhir.patch.values import Made, element_of, make
from cordee.fhir.path import Node, PathError, compile_path
from cordee.fhir.path.shapes import Child, Shapes


class FhirPathPatch:
    """A patch read from Parameters. Raises: UnreadablePatchError."""

    def __init__(self, parameters: Json, type_: str) -> None:
        self._operations = read_operations(parameters)
        self._type = type_

    def apply(self, resource: Json) -> Json:
        """Return the resource changed, in place, one operation after the other."""
        shapes = registry().memo("cordee.fhir.patch", lambda known: Shapes(known.type_structure))
        for one in self._operations:
            _APPLY[one.kind](one, self._find(one, resource), shapes)
        return resource

    def _find(self, one: Operation, resource: Json) -> list[Node]:
        try:
            return compile_path(one.path, self._type)(resource)
        except PathError as error:
            raise PatchFailedError(
                error.message_fr.rstrip("."), error.message_en.rstrip("."), one.place
            ) from None


def _add(one: Operation, found: list[Node], shapes: Shapes) -> None:
    owner = _single(one, found)
    child = element_of(shapes, owner.type, one.name)
    if child is None or not isinstance(owner.value, dict):
        raise _failed(
            one, f"l’élément « {one.name} » n’existe pas là", f"there is no element '{one.name}' there"
        )
    made = _made(one, child, shapes)
    if child.is_list:
        places.insert(owner.value, made, len(owner.value.get(made.key, ())))
    elif any(key in owner.value or f"_{key}" in owner.value for key, _ in child.keys):
        raise _failed(one, "l’élément existe déjà : remplacez-le", "the element exists already: replace it")
    else:
        places.put(owner.value, made)


def _insert(one: Operation, found: list[Node], shapes: Shapes) -> None:
    owner, key, size = _one_list(one, found)
    index = _index(one, one.index, size + 1)
    places.insert(owner.value, _made(one, _child(one, found[0], shapes), shapes, key), index)


def _delete(one: Operation, found: list[Node], shapes: Shapes) -> None:
    if not found:
        return
    node = _single(one, found)
    places.remove(_owner(one, node).value, node.name, node.index)


def _replace(one: Operation, found: list[Node], shapes: Shapes) -> None:
    node = _single(one, found)
    owner = _owner(one, node).value
    made = _made(one, _child(one, node, shapes), shapes)
    if node.index is not None:
        places.replace(owner, made, node.index)
        return
    places.remove(owner, node.name, None)
    places.put(owner, made)


def _move(one: Operation, found: list[Node], shapes: Shapes) -> None:
    owner, key, size = _one_list(one, found)
    places.move(owner.value, key, _index(one, one.source, size), _index(one, one.destination, size))


_APPLY: dict[str, Callable[[Operation, list[Node], Shapes], None]] = {
    "add": _add, "insert": _insert, "delete": _delete, "replace": _replace, "move": _move,
}  # fmt: skip


def _single(one: Operation, found: list[Node]) -> Node:
    if len(found) != 1:
        raise _failed(
            one,
            f"le chemin désigne {len(found)} éléments au lieu d’un",
            f"the path leads to {len(found)} elements instead of one",
        )
    return found[0]


def _owner(one: Operation, node: Node) -> Node:
    if node.parent is None or not isinstance(node.parent.value, dict) or not node.name:
        raise _failed(
            one, "le chemin ne désigne aucun élément de la ressource", "the path leads to no element of it"
        )
    return node.parent


def _one_list(one: Operation, found: list[Node]) -> tuple[Node, str, int]:
    """Return the owner, key and size of the one list all nodes are items of."""
    if not found:
        raise _failed(one, "le chemin ne désigne aucune liste", "the path leads to no list")
    owner, key = _owner(one, found[0]), found[0].name
    if any(node.index is None or node.name != key or node.parent is None for node in found) or any(
        node.parent.value is not owner.value for node in found if node.parent is not None
    ):
        raise _failed(one, "le chemin ne désigne pas une seule liste", "the path does not lead to one list")
    return owner, key, places.size(owner.value, key)


def _child(one: Operation, node: Node, shapes: Shapes) -> Child:
    child = element_of(shapes, _owner(one, node).type, node.name)
    if child is None:
        raise _failed(
            one, "le chemin ne désigne aucun élément de la ressource", "the path leads to no element of it"
        )
    return child


def _made(one: Operation, child: Child, shapes: Shapes, key: str | None = None) -> Made:
    made = make(shapes, child, one.value)
    if made is None or (key is not None and made.key != key):
        raise _failed(
            one, "la valeur n’est pas de ce type d’élément", "the value is not of that kind of element"
        )
    return made


def _index(one: Operation, index: int | None, size: int) -> int:
    if index is None or not 0 <= index < size:
        raise _failed(one, "la position est en dehors de la liste", "the position is outside of the list")
    return index


def _failed(one: Operation, french: str, english: str) -> PatchFailedError:
    return PatchFailedError(
        f"L’opération « {one.kind} » ne s’applique pas : {french}",
        f"The operation '{one.kind}' does not apply: {english}",
        one.place,
    )
