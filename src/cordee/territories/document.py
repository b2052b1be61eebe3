"""Reads YAML into a tree that still knows its line numbers, and nothing about territories."""

from collections.abc import Iterator

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


class Scalar(msgspec.Struct, frozen=True):
    """A value as its author typed it: whether it is a number depends on where it stands, not on its looks."""

    line: int
    text: str


class Sequence(msgspec.Struct, frozen=True):
    """A list, in order."""

    line: int
    items: tuple["Value", ...]


class Mapping(msgspec.Struct, frozen=True):
    """Named values; `repeated` holds the names written more than once, with the line of the repetition."""

    line: int
    values: dict[str, "Value"]
    key_lines: dict[str, int]
    repeated: tuple[tuple[str, int], ...] = ()

    def text(self, key: str) -> Scalar | None:
        """Return the scalar under a key, None when it is absent, empty or of another kind."""
        value = self.values.get(key)
        return value if isinstance(value, Scalar) and value.text else None

    def texts(self, key: str) -> Iterator[Scalar]:
        """Yield the scalars of the list under a key, leaving out what is of another kind."""
        value = self.values.get(key)
        if isinstance(value, Sequence):
            yield from (item for item in value.items if isinstance(item, Scalar))

    def mappings(self, key: str) -> Iterator[tuple[int, "Mapping"]]:
        """Yield the position and content of the mappings of the list under a key."""
        value = self.values.get(key)
        if isinstance(value, Sequence):
            yield from ((i, item) for i, item in enumerate(value.items) if isinstance(item, Mapping))


Value = Scalar | Sequence | Mapping


class SyntaxProblemError(Exception):
    """The text is not YAML; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def parse(text: str) -> Value:
    """Return the tree of a YAML text.

    An empty text is an empty scalar. Anchors and aliases are followed.

    Raises: SyntaxProblemError with the line, when the text is not one YAML document.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        raise SyntaxProblemError(1 if mark is None else mark.line + 1, reason) from error
    except YAMLError as error:
        raise SyntaxProblemError(_line_of_control(text), "a character YAML does not allow") from error
    except RecursionError as error:
        raise SyntaxProblemError(1, "too many levels") from error
    return Scalar(1, "") if node is None else _value(node)


def _line_of_control(text: str) -> int:
    lines = text.split("\n")
    odd = (i for i, line in enumerate(lines, 1) if any(c < " " and c not in "\t\r" for c in line))
    return next(odd, 1)


def _value(node: Node) -> Value:
    line = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        return _mapping(node, line)
    if isinstance(node, SequenceNode):
        return Sequence(line, tuple(_value(item) for item in node.value))
    assert isinstance(node, ScalarNode)
    is_null = node.style is None and node.value in {"", "~", "null"}
    return Scalar(line, "" if is_null else str(node.value))


def _mapping(node: MappingNode, line: int) -> Mapping:
    values: dict[str, Value] = {}
    key_lines: dict[str, int] = {}
    repeated: list[tuple[str, int]] = []
    for key_node, value_node in node.value:
        key, key_line = str(key_node.value), key_node.start_mark.line + 1
        if key in values:
            repeated.append((key, key_line))
            continue
        value = _value(value_node)
        values[key] = Scalar(key_line, "") if value == Scalar(value.line, "") else value
        key_lines[key] = key_line
    return Mapping(line, values, key_lines, tuple(repeated))
