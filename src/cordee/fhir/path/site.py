"""Where a compiled function or operator stands: what it was given, and how it complains."""

from collections.abc import Callable, Iterator

import msgspec

from cordee.fhir.path.errors import PathEvaluationError, PathSyntaxError
from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.shapes import Shapes
from cordee.fhir.path.syntax import Expression


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an expression, with the types in force there."""

    expression: str
    position: int
    name: str
    shapes: Shapes

    def error(self, message_fr: str, message_en: str) -> PathEvaluationError:
        """Return the error of an evaluation that fails here."""
        return PathEvaluationError(message_fr, message_en, self.expression, self.position)

    def syntax_error(self, message_fr: str, message_en: str) -> PathSyntaxError:
        """Return the error of an expression that cannot be compiled."""
        return PathSyntaxError(message_fr, message_en, self.expression, self.position)

    def one(self, nodes: Nodes) -> Node | None:
        """Return the item of a collection of at most one, None when it is empty.

        Raises: PathEvaluationError when there are several.
        """
        if not nodes:
            return None
        if len(nodes) > 1:
            raise self.error(
                f"« {self.name} » attend une seule valeur et en reçoit {len(nodes)}.",
                f"“{self.name}” expects a single value and is given {len(nodes)}.",
            )
        return nodes[0]

    def spend(self, scope: Scope, steps: int) -> None:
        """Count items visited.

        Raises: PathEvaluationError when the evaluation has visited more, or taken longer, than its environment allows.
        """
        evaluation = scope.evaluation
        evaluation.steps_left -= steps
        if evaluation.steps_left < evaluation.next_look and evaluation.is_overspent():
            raise self.error(
                "Cette expression demande trop de calculs sur ces données.",
                "This expression asks for too much work on this input.",
            )


class CallSite(Site, frozen=True, kw_only=True):
    """A function call: its source and arguments, compiled and as written."""

    source: Run
    arguments: tuple[Run, ...]
    trees: tuple[Expression, ...]
    source_tree: Expression
    compiled: Callable[[Expression], Run]

    def each(self, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        """Yield each item of the source with the scope its criteria are evaluated in (one scope, moved along)."""
        focus = self.source(scope)
        self.spend(scope, len(focus))
        inner = scope.inner()
        for index, node in enumerate(focus):
            inner.this = [node]
            inner.index = index
            yield node, inner
