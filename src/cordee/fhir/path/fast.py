"""The fast form of pure navigation: closures that read JSON by key, with types known before anything is read.

What search parameters are made of: names, `as`, `ofType`, `where(resolve() is T)`, `where(name='text')`,
`extension('url')` and `|`. Anything else has no fast form.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from cordee.fhir.path.references import literal_type
from cordee.fhir.path.shapes import Shapes
from cordee.fhir.path.syntax import Call, Expression, Literal, Member, Operation, This, TypeCheck, type_name

Json: TypeAlias = dict[str, Any]
Emit: TypeAlias = Callable[[Any, list[tuple[Any, str]], Json], None]
"""Appends what is found below a JSON value to the list; the third argument is the resource."""

TRAILS_MAX = 64


def fast_form(tree: Expression, context_type: str, shapes: Shapes) -> Emit | None:
    """Return the fast form of an expression evaluated on `context_type`, None when it has none."""
    if not shapes.is_known(context_type):
        return None
    trails = _trails(tree)
    if trails is None or len(trails) > TRAILS_MAX:
        return None
    try:
        emits = [_Trail(shapes, trail).emit(context_type, 0) for trail in trails]
    except _NoFastFormError:
        return None
    found = [emit for emit in emits if emit is not None]
    if len(found) == 1:
        return found[0]
    return _union(found)


def _union(emits: list[Emit]) -> Emit:
    def emit(value: Any, found: list[tuple[Any, str]], resource: Json) -> None:
        for each in emits:
            each(value, found, resource)
        if len(found) > 1:
            found[:] = [pair for index, pair in enumerate(found) if pair not in found[:index]]

    return emit if emits else _nothing


def _nothing(value: Any, found: list[tuple[Any, str]], resource: Json) -> None:
    """Append nothing."""


class _NoFastFormError(Exception):
    pass


def _trails(tree: Expression) -> list[list[Expression]] | None:
    """Return each way through an expression as its steps in order, None when a part is no navigation."""
    match tree:
        case This():
            return [[]]
        case Operation("|", left, right):
            mine, theirs = _trails(left), _trails(right)
            return None if mine is None or theirs is None else mine + theirs
        case Member(source) | Call(source) | TypeCheck("as", source):
            trails = _trails(source)
            return None if trails is None else [[*trail, tree] for trail in trails]
        case _:
            return None


class _Trail:
    """One way through: its steps, compiled from the last to the first."""

    def __init__(self, shapes: Shapes, steps: list[Expression]) -> None:
        self._shapes = shapes
        self._steps = steps

    def emit(self, type_name: str, at: int) -> Emit | None:  # noqa: PLR0911  (one by kind of step)
        """Return what goes on from a value of `type_name` at step `at`, None when it leads nowhere."""
        if at == len(self._steps):
            return _appending(type_name)
        match self._steps[at]:
            case Member(_, name, is_leading):
                if is_leading and self._shapes.is_a(type_name, name):
                    return self.emit(type_name, at + 1)
                if is_leading and self._shapes.is_a(name, type_name):
                    raise _NoFastFormError  # the context may be of that type: known only when it is read
                return self._below(type_name, name, at)
            case TypeCheck("as", _, wanted):
                return self._only(type_name, wanted, at)
            case Call(_, "as" | "ofType", (argument,)):
                return self._only(type_name, _name_of(argument), at)
            case Call(_, "where", (criterion,)):
                return self._filtered(type_name, criterion, at)
            case Call(_, "extension", (Literal(str(url)),)):
                return self._extensions(type_name, url, at)
        raise _NoFastFormError

    def _below(self, type_name: str, name: str, at: int) -> Emit | None:
        if self._shapes.is_primitive(type_name):
            raise _NoFastFormError
        child = self._shapes.child(type_name, name)
        if child is None:
            return None
        branches = []
        for key, child_type in child.keys:
            if self._shapes.is_resource(child_type):
                raise _NoFastFormError  # the type of a resource inside another is known only when it is read
            emit = self.emit(child_type, at + 1)
            if emit is not None:
                is_last = at + 1 == len(self._steps)
                branches.append(_last_step(key, child_type) if is_last else _step(key, emit))
        return branches[0] if len(branches) == 1 else _branches(branches) if branches else None

    def _only(self, type_name: str, wanted: str, at: int) -> Emit | None:
        namespace, _, last = wanted.rpartition(".")
        if namespace not in {"", "FHIR"}:
            return None
        is_exact = self._shapes.is_primitive(last)
        if type_name != last and (is_exact or not self._shapes.is_a(type_name, last)):
            return None
        return self.emit(type_name, at + 1)

    def _filtered(self, type_name: str, criterion: Expression, at: int) -> Emit | None:
        emit = self.emit(type_name, at + 1)
        if emit is None:
            return None
        match criterion:
            case TypeCheck("is", Call(This(), "resolve", ()), wanted):
                return _leading_to(self._shapes, wanted, emit)
            case Call(Call(This(), "resolve", ()), "is", (argument,)):
                return _leading_to(self._shapes, _name_of(argument), emit)
            case Operation("=", Member(This(), key, True), Literal(str(text))):
                child = self._shapes.child(type_name, key)
                if child is not None and not child.is_list and len(child.keys) == 1:
                    return _where_equal(key, text, emit)
        raise _NoFastFormError

    def _extensions(self, type_name: str, url: str, at: int) -> Emit | None:
        if self._shapes.is_primitive(type_name):
            raise _NoFastFormError
        emit = self.emit("Extension", at + 1)
        return None if emit is None else _step("extension", _where_equal("url", url, emit))


def _name_of(argument: Expression) -> str:
    name = type_name(argument)
    if name is None:
        raise _NoFastFormError
    return name


def _appending(type_name: str) -> Emit:
    def emit(value: Any, found: list[tuple[Any, str]], resource: Json) -> None:
        found.append((value, type_name))

    return emit


def _last_step(key: str, type_name: str) -> Emit:
    def emit(value: Any, found: list[tuple[Any, str]], resource: Json) -> None:
        below = value.get(key)
        if below is not None:
            if type(below) is list:
                for item in below:
                    if item is not None:
                        found.append((item, type_name))
            else:
                found.append((below, type_name))

    return emit


def _step(key: str, then: Emit) -> Emit:
    def emit(value: Any, found: list[tuple[Any, str]], resource: Json) -> None:
        below = value.get(key)
        if below is not None:
            if type(below) is list:
                for item in below:
                    if item is not None:
                        then(item, found, resource)
            else:
                then(below, found, resource)

    return emit


def _branches(emits: list[Emit]) -> Emit:
    def emit(value: Any, found: list[tuple[Any, str]], resource: Json) -> None:
        for each in emits:
            each(value, found, resource)

    return emit


def _where_equal(key: str, text: str, then: Emit) -> Emit:
    def emit(value: Any, found: list[tuple[Any, str]], resource: Json) -> None:
        if value.get(key) == text:
            then(value, found, resource)

    return emit


def _leading_to(shapes: Shapes, wanted: str, then: Emit) -> Emit:
    last = wanted.rpartition(".")[2]
    if not shapes.is_known(last):
        raise _NoFastFormError
    verdicts: dict[str, bool] = {}

    def emit(value: Any, found: list[tuple[Any, str]], resource: Json) -> None:
        said = literal_type(value) or _contained_type(value, resource)
        verdict = verdicts.get(said)
        if verdict is None:
            verdict = shapes.is_a(said, last)
            if shapes.is_known(said):
                verdicts[said] = verdict
        if verdict:
            then(value, found, resource)

    return emit


def _contained_type(reference: Json, resource: Json) -> str:
    text = reference.get("reference")
    if isinstance(text, str) and text.startswith("#"):
        for contained in resource.get("contained", ()):
            if contained.get("id") == text[1:]:
                return str(contained.get("resourceType", ""))
    return ""
