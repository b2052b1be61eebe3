"""The expressions of search parameters, taken apart: alternatives, the type each is for, and its steps.

`(Observation.value as Quantity) | Observation.component.value.ofType(Quantity)` and their other spellings come to the
same steps, so that parameters that say the same thing are seen to.
"""

import re
from functools import lru_cache

import msgspec

from cordee.fhir.path.errors import PathSyntaxError
from cordee.fhir.path.parser import parse
from cordee.fhir.path.syntax import (
    Call,
    Expression,
    External,
    Item,
    Literal,
    Member,
    Operation,
    This,
    TypeCheck,
    type_name,
)

EXPRESSIONS_KEPT = 4096
EVERY_TYPE = ("Resource", "DomainResource")


class Step(msgspec.Struct, frozen=True):
    """One step from an element to others: exactly one field is given.

    `name` goes to children; `as_type` keeps those of a type; `where` keeps those whose child has that value;
    `leads_to` keeps references to a resource type.
    """

    name: str = ""
    as_type: str = ""
    where: tuple[str, str] | None = None
    leads_to: str = ""

    def __str__(self) -> str:
        if self.where:
            return f"where({self.where[0]}='{self.where[1]}')"
        if self.leads_to:
            return f"where(resolve() is {self.leads_to})"
        return f"as({self.as_type})" if self.as_type else self.name


class Atom(msgspec.Struct, frozen=True):
    """One alternative of an expression, from the resource on.

    `steps` is None when it is more than navigation; the path engine then evaluates `text`. The first element it
    goes to is `first`, empty when it may start anywhere.
    """

    text: str
    steps: tuple[Step, ...] | None
    first: str


def atoms(expression: str, resource_type: str, parents: tuple[str, ...] = EVERY_TYPE) -> tuple[Atom, ...]:
    """Return the alternatives of an expression that concern a resource type.

    One that starts with another type is left out; one that names no type (`telecom.value`) concerns every type. One
    that is not FHIRPath finds nothing, and is left out too.
    """
    found = []
    for text in _alternatives(expression):
        try:
            owner, atom = _atom(text)
        except PathSyntaxError:
            continue
        if owner in ("", resource_type, *parents):
            found.append(atom)
    return tuple(dict.fromkeys(found))


@lru_cache(EXPRESSIONS_KEPT)
def _atom(text: str) -> tuple[str, Atom]:
    """Return the type an alternative starts with, and the rest of it."""
    tree = parse(_portable(text))
    steps = _steps(tree)
    if steps is None:
        owner, first = _start(tree)
        return owner, Atom(text=_portable(text), steps=None, first=first)
    owner = steps[0].name if steps and steps[0].name[:1].isupper() else ""
    steps = steps[1:] if owner else steps
    first = steps[0].name if steps else ""
    return owner, Atom(text=".".join(map(str, steps)), steps=steps, first=first)


def _start(tree: Expression) -> tuple[str, str]:
    """Return the type an expression starts with, and the element it needs: none for a condition, which may hold
    without."""
    needs_element = not isinstance(tree, Operation)
    names: list[str] = []
    while not isinstance(tree, This):
        match tree:
            case Member(source, name):
                names.insert(0, name)
                tree = source
            case Call(source) | Item(source) | TypeCheck(_, source):
                tree = source
            case Operation(_, left):
                tree = left
            case _:
                break
    owner = names.pop(0) if names and names[0][0].isupper() else ""
    return owner, names[0] if names and needs_element else ""


def _portable(text: str) -> str:
    """`hasExtension(url)`, which one published expression uses, is no FHIRPath function."""
    return re.sub(r"hasExtension\(([^)]*)\)", r"extension(\1).exists()", text)


def _alternatives(expression: str) -> list[str]:
    if re.search(r"\s(and|or|xor|implies)\s", expression):
        return [expression.strip()]
    return [part.strip() for part in _split(expression, "|") if part.strip()]


def _split(text: str, separator: str) -> list[str]:
    """Split outside brackets and quotes."""
    parts, depth, quoted = [""], 0, False
    for character in text:
        quoted ^= character == "'"
        if not quoted:
            depth += (character in "([") - (character in ")]")
        if character == separator and not quoted and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def read_steps(text: str) -> tuple[Step, ...] | None:
    """Return the steps of an expression that only navigates, or None when it does more.

    Raises: PathSyntaxError when it is not FHIRPath.
    """
    return _steps(parse(text))


def _steps(tree: Expression) -> tuple[Step, ...] | None:
    last: tuple[Step, ...]
    match tree:
        case This():
            return ()
        case External(name):
            return (Step(name=f"%{name}"),)
        case Member(source, name) | TypeCheck("as", source, name):
            last = (Step(name=name) if isinstance(tree, Member) else Step(as_type=_type(name)),)
        case Call(source, name, (argument,)):
            last = _call(name, argument)
        case _:
            return None
    before = _steps(source)
    return None if before is None or not last else (*before, *last)


def _call(name: str, argument: Expression) -> tuple[Step, ...]:
    """Return the steps of a function that only navigates; none when it does more."""
    match name, argument:
        case (("as" | "ofType"), _):
            wanted = type_name(argument)
            return (Step(as_type=_type(wanted)),) if wanted else ()
        case "extension", Literal(str(url)):
            return Step(name="extension"), Step(where=("url", url))
        case "where", Operation("=", Member(This(), key), Literal(str(expected))):
            return (Step(where=(key, expected)),)
        case "where", TypeCheck("is", Call(This(), "resolve", ()), target):
            return (Step(leads_to=_type(target)),)
    return ()


def _type(name: str) -> str:
    """Return a type as R4 spells it: without namespace; one published expression says DateTime."""
    name = name.rpartition(".")[2]
    return {"DateTime": "dateTime", "Date": "date", "String": "string"}.get(name, name)
