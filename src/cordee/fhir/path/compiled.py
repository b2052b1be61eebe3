"""An expression ready to be evaluated, and the store of those already compiled."""

from collections.abc import Callable
from typing import Any

from cordee.fhir.path.checking import check
from cordee.fhir.path.compiler import Compiler
from cordee.fhir.path.environment import BARE, Environment
from cordee.fhir.path.errors import PathEvaluationError, PathSyntaxError
from cordee.fhir.path.fast import Emit, fast_form
from cordee.fhir.path.navigation import root_node
from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.parser import parse
from cordee.fhir.path.scope import Evaluation, Scope
from cordee.fhir.path.shapes import Shapes

COMPILED_MAX = 20_000
"""Expressions kept compiled; published R4 holds about 3,000."""

Pairs = list[tuple[Any, str]]


class Path:
    """A compiled expression."""

    def __init__(
        self, expression: str, context_type: str, shapes: Shapes, *, is_strict: bool = False
    ) -> None:
        """Compile `expression`, to be evaluated on inputs of `context_type`.

        Raises: PathSyntaxError; when strict, also for what can give nothing, such as an element nobody defines.
        """
        self.expression = expression
        self.context_type = context_type
        try:
            tree = parse(expression)
            if is_strict:
                check(tree, expression, context_type, shapes)
            self._run = Compiler(expression, shapes).compile(tree)
        except RecursionError:
            raise PathSyntaxError(
                "L’expression est imbriquée trop profondément.",
                "The expression is nested too deeply.",
                expression,
            ) from None
        self._fast: Emit | None = fast_form(tree, context_type, shapes)

    def __call__(self, focus: dict[str, Any] | Node | Nodes, environment: Environment | None = None) -> Nodes:
        """Return what the expression gives on a resource, an element, a node or a collection of nodes.

        Raises: PathEvaluationError.
        """
        if isinstance(focus, list):
            this = focus
        else:
            this = [focus if isinstance(focus, Node) else root_node(focus, self.context_type)]
        root = this[0] if this else Node(None, "")
        try:
            return self._run(Scope(Evaluation(environment or BARE, root), this))
        except RecursionError:
            raise PathEvaluationError(
                "Les données sont imbriquées trop profondément.",
                "The input is nested too deeply.",
                self.expression,
            ) from None

    @property
    def is_fast(self) -> bool:
        """Return whether `pairs` reads JSON directly, without nodes."""
        return self._fast is not None

    def pairs(self, resource: dict[str, Any], environment: Environment | None = None) -> Pairs:
        """Return the (JSON value, type) of each item that has a value, as search extraction wants them.

        `resource` must be of the context type.

        Cost: about 0.1 µs a step of pure navigation; otherwise that of a call.
        """
        if self._fast is not None:
            found: Pairs = []
            try:
                self._fast(resource, found, resource)
            except (AttributeError, TypeError):
                pass  # the JSON is not shaped as its type says: the general form steps over what is not
            else:
                return found
        return [(node.value, node.type) for node in self(resource, environment) if node.value is not None]


class Paths:
    """Compiled expressions by text and type; the oldest leave when there are more than `COMPILED_MAX`."""

    def __init__(self, structure_of: Callable[[str], dict[str, Any] | None]) -> None:
        self.shapes = Shapes(structure_of)
        self._paths: dict[tuple[str, str, bool], Path] = {}

    def get(self, expression: str, context_type: str, *, is_strict: bool = False) -> Path:
        """Return the expression compiled, from the store when it is there."""
        key = (expression, context_type, is_strict)
        path = self._paths.get(key)
        if path is None:
            path = Path(expression, context_type, self.shapes, is_strict=is_strict)
            if len(self._paths) >= COMPILED_MAX:
                self._paths.pop(next(iter(self._paths)), None)
            self._paths[key] = path
        return path
