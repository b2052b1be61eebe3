"""What an expression means once parsed: a tree of small frozen structs, each with its place in the text."""

from typing import TypeAlias

import msgspec


class Literal(msgspec.Struct, frozen=True):
    """A value written in the expression; `type` is a System type such as "System.Decimal"."""

    value: object
    type: str
    position: int


class Nothing(msgspec.Struct, frozen=True):
    """`{}`: the empty collection."""

    position: int


class This(msgspec.Struct, frozen=True):
    """`$this`, written or implied where an expression starts with a name or a function."""

    position: int


class Counter(msgspec.Struct, frozen=True):
    """`$index` or `$total`."""

    name: str
    position: int


class External(msgspec.Struct, frozen=True):
    """`%name`: a variable of the environment."""

    name: str
    position: int


class Member(msgspec.Struct, frozen=True):
    """`source.name`; `is_leading` when the source is implied, so that `name` may be a type of the input."""

    source: "Expression"
    name: str
    is_leading: bool
    position: int


class Call(msgspec.Struct, frozen=True):
    """`source.name(arguments)`."""

    source: "Expression"
    name: str
    arguments: tuple["Expression", ...]
    position: int


class Item(msgspec.Struct, frozen=True):
    """`source[index]`."""

    source: "Expression"
    index: "Expression"
    position: int


class Signed(msgspec.Struct, frozen=True):
    """`+operand` or `-operand`."""

    sign: str
    operand: "Expression"
    position: int


class TypeCheck(msgspec.Struct, frozen=True):
    """`operand is type` or `operand as type`."""

    operator: str
    operand: "Expression"
    type: str
    position: int


class Operation(msgspec.Struct, frozen=True):
    """`left operator right`."""

    operator: str
    left: "Expression"
    right: "Expression"
    position: int


Expression: TypeAlias = (
    Literal | Nothing | This | Counter | External | Member | Call | Item | Signed | TypeCheck | Operation
)


def type_name(expression: Expression) -> str | None:
    """Return the type an argument names (`Quantity`, `FHIR.Quantity`), or None when it is another expression."""
    if not isinstance(expression, Member):
        return None
    if expression.is_leading:
        return expression.name
    owner = type_name(expression.source)
    return f"{owner}.{expression.name}" if owner else None
