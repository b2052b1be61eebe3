"""The strict reading of an expression: what the definitions show to give nothing is refused before it is evaluated.

Types are followed from the context through names and the functions that keep or name them; where they are lost, nothing
more is checked.
"""

from cordee.fhir.path.errors import PathSyntaxError
from cordee.fhir.path.shapes import Shapes
from cordee.fhir.path.syntax import (
    Call,
    Expression,
    Item,
    Literal,
    Member,
    Operation,
    Signed,
    This,
    TypeCheck,
    type_name,
)

Types = frozenset[str] | None
"""The types an expression may give; None when they are not known."""

_KEEPING = {
    "where",
    "first",
    "last",
    "tail",
    "skip",
    "take",
    "single",
    "distinct",
    "trace",
    "exclude",
    "intersect",
    "sort",
}
_ITERATING = {"where", "select", "all", "exists", "repeat", "iif", "sort", "trace", "aggregate"}
_NAMING = {"is", "as", "ofType"}
_ORDERED = {"first", "last", "tail", "skip", "take"}
_UNORDERED = {"children", "descendants"}


def check(tree: Expression, expression: str, context_type: str, shapes: Shapes) -> None:
    """Look at an expression with the types of its context.

    Raises: PathSyntaxError for an element no type has, an order asked of what has none, a criterion that is no boolean.
    """
    context: Types = frozenset({context_type}) if shapes.is_known(context_type) else None
    _Checker(expression, shapes).types(tree, context)


class _Checker:
    def __init__(self, expression: str, shapes: Shapes) -> None:
        self._expression = expression
        self._shapes = shapes

    def types(self, tree: Expression, context: Types) -> Types:  # noqa: PLR0911  (one by kind of tree)
        match tree:
            case This():
                return context
            case Literal(_, kind):
                return frozenset({kind})
            case Member():
                return self._member(tree, context)
            case Call():
                return self._call(tree, context)
            case TypeCheck(operator, operand, name):
                self.types(operand, context)
                return frozenset({"System.Boolean" if operator == "is" else name.rpartition(".")[2]})
            case Item(source, index):
                self._refuse_unordered(source, tree.position)
                self.types(index, context)
                return self.types(source, context)
            case Operation(operator, left, right):
                both = self.types(left, context), self.types(right, context)
                return both[0] | both[1] if operator == "|" and both[0] and both[1] else None
            case Signed(_, operand):
                return self.types(operand, context)
        return None

    def _member(self, tree: Member, context: Types) -> Types:
        sources = self.types(tree.source, context)
        if sources is None or any(self._is_open(name) for name in sources):
            return None
        if tree.is_leading and any(self._shapes.is_a(name, tree.name) for name in sources):
            return sources
        found: set[str] = set()
        for name in sources:
            child = self._shapes.child(name, tree.name)
            found |= {kind for _, kind in child.keys} if child else set()
        if not found:
            raise PathSyntaxError(
                f"L’élément « {tree.name} » n’existe pas ici.",
                f"There is no element “{tree.name}” here.",
                self._expression,
                tree.position,
            )
        return frozenset(found)

    def _is_open(self, name: str) -> bool:
        """Return whether items of a type may have elements the type itself does not name."""
        is_abstract = name in {"Resource", "DomainResource", "Element", "BackboneElement"}
        return is_abstract or not self._shapes.is_known(name)

    def _call(self, tree: Call, context: Types) -> Types:
        source = self.types(tree.source, context)
        if tree.name in _ORDERED:
            self._refuse_unordered(tree.source, tree.position)
        if tree.name in _NAMING:
            name = type_name(tree.arguments[0]) if tree.arguments else None
            return frozenset({name.rpartition(".")[2]}) if name and tree.name != "is" else None
        inside = source if tree.name in _ITERATING else context
        arguments = [self.types(argument, inside) for argument in tree.arguments]
        if tree.name == "iif" and arguments:
            self._refuse_no_boolean(arguments[0], tree)
        if tree.name in {"select", "repeat"} and arguments:
            return arguments[0]
        if tree.name == "extension":
            return frozenset({"Extension"})
        return source if tree.name in _KEEPING else None

    def _refuse_unordered(self, source: Expression, position: int) -> None:
        if isinstance(source, Call) and source.name in _UNORDERED:
            raise PathSyntaxError(
                f"« {source.name} » ne donne pas d’ordre.",
                f"“{source.name}” gives no order.",
                self._expression,
                position,
            )

    def _refuse_no_boolean(self, types: Types, tree: Call) -> None:
        if types is not None and types.isdisjoint({"boolean", "System.Boolean"}):
            raise PathSyntaxError(
                f"« {tree.name} » attend un booléen.",
                f"“{tree.name}” expects a boolean.",
                self._expression,
                tree.position,
            )
