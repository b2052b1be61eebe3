"""Strings.

Source: http://hl7.org/fhirpath/N1/#string-manipulation
"""

from collections.abc import Callable
from typing import Any

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import Node, Nodes, boolean, integer, string
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.strings import bounded_string, text_of_node

PARTS_MAX = 10_000


def string_function(name: str, arguments: int = 0) -> Callable[[Callable[..., Nodes]], Callable[..., Nodes]]:
    """Register a function of one string and of string arguments: nothing in any place gives nothing.

    The function is called with the site, the string, then the arguments.
    """

    def register(act: Callable[..., Nodes]) -> Callable[..., Nodes]:
        def build(site: CallSite) -> Run:
            def run(scope: Scope) -> Nodes:
                values = [text_of_node(site, site.source(scope))]
                values += [text_of_node(site, argument(scope)) for argument in site.arguments]
                return [] if None in values else act(site, *values)

            return run

        function(name, arguments)(build)
        return act

    return register


@string_function("startsWith", 1)
def starts_with(site: CallSite, text: str, start: str) -> Nodes:
    """Return whether the string starts so."""
    return boolean(text.startswith(start))


@string_function("endsWith", 1)
def ends_with(site: CallSite, text: str, end: str) -> Nodes:
    """Return whether the string ends so."""
    return boolean(text.endswith(end))


@string_function("contains", 1)
def contains(site: CallSite, text: str, part: str) -> Nodes:
    """Return whether the string holds another."""
    return boolean(part in text)


@string_function("indexOf", 1)
def index_of(site: CallSite, text: str, part: str) -> Nodes:
    """Return where another string first starts, -1 when nowhere."""
    return integer(text.find(part))


@string_function("lastIndexOf", 1)
def last_index_of(site: CallSite, text: str, part: str) -> Nodes:
    """Return where another string last starts, -1 when nowhere."""
    return integer(text.rfind(part))


@string_function("upper")
def upper(site: CallSite, text: str) -> Nodes:
    """Return the string in capitals."""
    return bounded_string(site, text.upper())


@string_function("lower")
def lower(site: CallSite, text: str) -> Nodes:
    """Return the string in small letters."""
    return bounded_string(site, text.lower())


@string_function("length")
def length(site: CallSite, text: str) -> Nodes:
    """Return how many characters the string has."""
    return integer(len(text))


@string_function("trim")
def trim(site: CallSite, text: str) -> Nodes:
    """Return the string without spaces at its ends."""
    return string(text.strip())


@string_function("toChars")
def to_chars(site: CallSite, text: str) -> Nodes:
    """Return the characters one by one."""
    return _parts(site, list(text))


@string_function("split", 1)
def split(site: CallSite, text: str, separator: str) -> Nodes:
    """Return the parts between separators."""
    return _parts(site, text.split(separator) if separator else list(text))


def _parts(site: CallSite, parts: list[str]) -> Nodes:
    if len(parts) > PARTS_MAX:
        raise site.error("Le texte se divise en trop de parties.", "The text splits into too many parts.")
    return [Node(part, "System.String") for part in parts]


@string_function("replace", 2)
def replace(site: CallSite, text: str, pattern: str, substitution: str) -> Nodes:
    """Return the string with one text in place of another; an empty pattern surrounds every character."""
    if (text.count(pattern) + 1) * len(substitution) > 2 * len(text) + 1_048_576:
        raise site.error("Le texte calculé est trop long.", "The computed text is too long.")
    return bounded_string(site, text.replace(pattern, substitution))


@function("substring", 1, 2)
def substring(site: CallSite) -> Run:
    """Return the string from an index on, at most so many characters; nothing when it starts beyond the end."""

    def number(scope: Scope, position: int) -> int | None:
        node = site.one(site.arguments[position](scope))
        if node is not None and type(node.value) is not int:
            raise site.error("« substring » attend des entiers.", "“substring” expects integers.")
        return None if node is None else int(node.value)

    def run(scope: Scope) -> Nodes:
        text = text_of_node(site, site.source(scope))
        start = number(scope, 0)
        if text is None or start is None or not 0 <= start < len(text):
            return []
        size = number(scope, 1) if len(site.arguments) > 1 else None
        return string(text[start:] if size is None else text[start : start + max(size, 0)])

    return run


@function("join", 0, 1)
def join(site: CallSite) -> Run:
    """Return all strings in one, a separator between them."""

    def run(scope: Scope) -> Nodes:
        focus = [node for node in site.source(scope) if node.value is not None]
        separator = text_of_node(site, site.arguments[0](scope)) if site.arguments else ""
        parts: list[Any] = [text_of_node(site, [node]) for node in focus]
        return bounded_string(site, (separator or "").join(parts)) if parts else []

    return run
