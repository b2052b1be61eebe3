"""A parsed expression to one Python closure."""

from cordee.fhir.path.functions import FUNCTIONS
from cordee.fhir.path.functions.typing import is_type, of_type
from cordee.fhir.path.navigation import named
from cordee.fhir.path.node import Node, Nodes, integer
from cordee.fhir.path.operators import OPERATORS
from cordee.fhir.path.operators.arithmetic import negated
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.shapes import Shapes
from cordee.fhir.path.site import CallSite, Site
from cordee.fhir.path.syntax import (
    Call,
    Counter,
    Expression,
    External,
    Item,
    Literal,
    Member,
    Nothing,
    Operation,
    Signed,
    This,
    TypeCheck,
)
from cordee.fhir.path.type_names import known_type
from cordee.fhir.path.variables import external


def this(scope: Scope) -> Nodes:
    """Return `$this`."""
    return scope.this


class Compiler:
    """Compiles the parts of one expression, with the types of one set of definitions."""

    def __init__(self, expression: str, shapes: Shapes) -> None:
        self._expression = expression
        self._shapes = shapes

    def compile(self, tree: Expression) -> Run:  # noqa: PLR0911  (one line by kind of tree)
        """Return the closure that evaluates `tree`.

        Raises: PathSyntaxError for a function or type that does not exist, or a wrong number of arguments.
        """
        match tree:
            case This():
                return this
            case Member():
                return self._member(tree)
            case Call():
                return self._call(tree)
            case Literal(value, type_name):
                nodes = [Node(value, type_name)]
                return lambda scope: nodes
            case Operation(operator, left, right, position):
                site = self._site(operator, position)
                return OPERATORS[operator](site, self.compile(left), self.compile(right))
            case TypeCheck():
                return self._type_check(tree)
            case Item():
                return self._item(tree)
            case Signed():
                return self._signed(tree)
            case External(name, position):
                return external(self._site(name, position))
            case Counter(name):
                return _index if name == "index" else _total
            case Nothing():
                return lambda scope: []

    def _site(self, name: str, position: int) -> Site:
        return Site(expression=self._expression, position=position, name=name, shapes=self._shapes)

    def _member(self, tree: Member) -> Run:
        step = named(self._shapes, tree.name)
        if not tree.is_leading:
            source = self.compile(tree.source)
            return lambda scope: step(source(scope))
        if tree.name[:1].isupper():
            return self._type_or_member(tree.name)
        return lambda scope: step(scope.this)

    def _type_or_member(self, name: str) -> Run:
        """Return a name at the start that may be the type of what it starts from, or an element."""
        step = named(self._shapes, name)
        shapes = self._shapes

        def run(scope: Scope) -> Nodes:
            focus = scope.this
            found = [node for node in focus if node.type == name or name in shapes.lineage(node.type)]
            return found or step(focus)

        return run

    def _call(self, tree: Call) -> Run:
        function = FUNCTIONS.get(tree.name)
        site = self._site(tree.name, tree.position)
        if function is None:
            raise site.syntax_error(
                f"La fonction « {tree.name} » n’existe pas.", f"There is no function “{tree.name}”."
            )
        if not function.arguments_min <= len(tree.arguments) <= function.arguments_max:
            raise site.syntax_error(
                f"« {tree.name} » ne prend pas {len(tree.arguments)} argument(s).",
                f"“{tree.name}” does not take {len(tree.arguments)} argument(s).",
            )
        return function.build(
            CallSite(
                expression=self._expression,
                position=tree.position,
                name=tree.name,
                shapes=self._shapes,
                source=self.compile(tree.source),
                arguments=tuple(self.compile(argument) for argument in tree.arguments),
                trees=tree.arguments,
                source_tree=tree.source,
                compiled=self.compile,
            )
        )

    def _type_check(self, tree: TypeCheck) -> Run:
        site = self._site(tree.operator, tree.position)
        source = self.compile(tree.operand)
        name = known_type(site, tree.type)
        if tree.operator == "is":
            return is_type(site, source, tree.operand, name)
        return of_type(site, source, name)

    def _item(self, tree: Item) -> Run:
        site = self._site("[]", tree.position)
        source, index = self.compile(tree.source), self.compile(tree.index)

        def run(scope: Scope) -> Nodes:
            wanted = site.one(index(scope))
            focus = source(scope)
            if wanted is None:
                return []
            if type(wanted.value) is not int:
                raise site.error("Un indice est un entier.", "An index is an integer.")
            return focus[wanted.value : wanted.value + 1] if wanted.value >= 0 else []

        return run

    def _signed(self, tree: Signed) -> Run:
        site = self._site(tree.sign, tree.position)
        operand = self.compile(tree.operand)
        return negated(site, operand) if tree.sign == "-" else operand


def _index(scope: Scope) -> Nodes:
    return integer(scope.index)


def _total(scope: Scope) -> Nodes:
    return scope.total
