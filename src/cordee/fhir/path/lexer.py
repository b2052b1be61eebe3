"""Text to tokens: one regular expression, each alternative linear in the length of the text."""

import re
from collections.abc import Iterator

import msgspec

from cordee.fhir.path.errors import PathSyntaxError

EXPRESSION_CHARS_MAX = 32_768

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|//[^\n\r]*|/\*(?s:.*?)\*/)
    | (?P<moment>@(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?
        |\d{4}(?:-\d{2}(?:-\d{2})?)?(?:T(?:\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?))
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<string>'(?:[^'\\]|\\.)*')
    | (?P<quoted>`(?:[^`\\]|\\.)*`)
    | (?P<counter>\$(?:this|index|total)\b)
    | (?P<external>%(?:[A-Za-z_][A-Za-z0-9_]*|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`
        |(?=[A-Za-z])[A-Za-z0-9_-]*))
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<symbol><=|>=|!=|!~|[-+*/&|<>=~.,()\[\]{}])
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}
_SELF_ESCAPES = "'\"`\\/"


class Token(msgspec.Struct, frozen=True):
    """One word of an expression: its kind (moment, number, string, quoted, counter, external, name, symbol, end)."""

    kind: str
    text: str
    position: int


def tokens(expression: str) -> list[Token]:
    """Return the tokens of `expression`, ended by one of kind `end`.

    Raises: PathSyntaxError for a character no token starts with, or a text longer than `EXPRESSION_CHARS_MAX`.
    """
    if len(expression) > EXPRESSION_CHARS_MAX:
        raise PathSyntaxError("L’expression est trop longue.", "The expression is too long.", expression)
    found = list(_scan(expression))
    found.append(Token("end", "", len(expression)))
    return found


def _scan(expression: str) -> Iterator[Token]:
    position = 0
    while position < len(expression):
        match = _TOKEN.match(expression, position)
        if match is None or match.end() == position:
            raise PathSyntaxError(
                "Ce caractère ne commence rien de connu.",
                "No token starts with this character.",
                expression,
                position,
            )
        kind = match.lastgroup or ""
        if kind != "space":
            yield Token(kind, match.group(), position)
        position = match.end()


def unquoted(token_text: str, expression: str, position: int) -> str:
    """Return what a quoted text means: its quotes removed, its escapes replaced.

    Raises: PathSyntaxError for an escape FHIRPath does not know.
    """

    def replaced(match: re.Match[str]) -> str:
        escape = match.group(1)
        if escape[0] == "u" and len(escape) == 5:
            return chr(int(escape[1:], 16))
        if escape in _PLAIN_ESCAPES:
            return _PLAIN_ESCAPES[escape]
        if escape in _SELF_ESCAPES:
            return escape
        raise PathSyntaxError(
            "Cet échappement n’existe pas.",
            "There is no such escape.",
            expression,
            position + match.start() + 1,
        )

    return _ESCAPE.sub(replaced, token_text[1:-1])
