"""Tokens to a tree: an operator-precedence parser for the N1 grammar, bounded in depth.

Source: http://hl7.org/fhirpath/N1/#grammar
"""

from typing import NoReturn

from cordee.fhir.path.errors import PathSyntaxError
from cordee.fhir.path.lexer import Token, tokens, unquoted
from cordee.fhir.path.literals import moment_literal, number_literal, quantity_unit
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

NESTING_MAX = 64
CHAIN_STEPS_MAX = 256
CALL_ARGUMENTS_MAX = 16
NUMBER_CHARS_MAX = 64

_PRECEDENCE = {
    operator: rank
    for rank, operators in enumerate(
        (
            "implies",
            "or xor",
            "and",
            "in contains",
            "= ~ != !~",
            "> < >= <=",
            "|",
            "is as",
            "+ - &",
            "* / div mod",
        )
    )
    for operator in operators.split()
}
_SIGN_RANK = len(_PRECEDENCE)
_WORD_OPERATORS = {operator for operator in _PRECEDENCE if operator.isalpha()}
_WORDS_USABLE_AS_NAMES = {"as", "is", "contains", "in"}
_CONSTANTS = {"true": True, "false": False}


def parse(expression: str) -> Expression:
    """Return the tree of `expression`.

    Raises: PathSyntaxError when it is not FHIRPath, nested deeper than `NESTING_MAX` or too long.
    """
    return _Parser(expression).whole()


class _Parser:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = tokens(expression)
        self._next = 0
        self._nesting = 0

    def whole(self) -> Expression:
        tree = self._operation(0)
        if self._ahead.kind != "end":
            self._refuse("L’expression continue là où elle devrait finir.", "The expression should end here.")
        return tree

    def _operation(self, lowest: int) -> Expression:
        self._nesting += 1
        if self._nesting > NESTING_MAX:
            self._refuse(
                "L’expression est imbriquée trop profondément.", "The expression is nested too deeply."
            )
        left = self._signed()
        for _ in range(CHAIN_STEPS_MAX):
            operator = self._ahead
            rank = _PRECEDENCE.get(operator.text, -1) if operator.kind in {"symbol", "name"} else -1
            if rank < lowest:
                self._nesting -= 1
                return left
            self._take()
            if operator.text in {"is", "as"}:
                left = TypeCheck(operator.text, left, self._type_name(), operator.position)
            else:
                left = Operation(operator.text, left, self._operation(rank + 1), operator.position)
        return self._refuse(
            "L’expression enchaîne trop d’opérations.", "The expression chains too many operations."
        )

    def _signed(self) -> Expression:
        sign = self._ahead
        if sign.kind != "symbol" or sign.text not in {"+", "-"}:
            return self._chain(self._term())
        self._take()
        self._nesting += 1
        if self._nesting > NESTING_MAX:
            self._refuse(
                "L’expression est imbriquée trop profondément.", "The expression is nested too deeply."
            )
        signed = Signed(sign.text, self._signed(), sign.position)
        self._nesting -= 1
        return signed

    def _chain(self, left: Expression) -> Expression:
        for _ in range(CHAIN_STEPS_MAX):
            if self._accept("."):
                left = self._invocation(left, is_leading=False)
            elif self._is_symbol("["):
                position = self._take().position
                left = Item(left, self._operation(0), position)
                self._expect("]")
            else:
                return left
        return self._refuse("L’expression enchaîne trop de pas.", "The expression chains too many steps.")

    def _term(self) -> Expression:
        token = self._ahead
        if token.kind == "symbol":
            return self._bracketed(token)
        if token.kind in {"number", "string", "moment"}:
            return self._literal(self._take())
        if token.kind == "counter":
            self._take()
            return This(token.position) if token.text == "$this" else Counter(token.text[1:], token.position)
        if token.kind == "external":
            return self._external(self._take())
        if token.kind == "name" and token.text in _CONSTANTS:
            self._take()
            return Literal(_CONSTANTS[token.text], "System.Boolean", token.position)
        return self._invocation(This(token.position), is_leading=True)

    def _bracketed(self, token: Token) -> Expression:
        if self._accept("("):
            inside = self._operation(0)
            self._expect(")")
            return inside
        if self._accept("{"):
            self._expect("}")
            return Nothing(token.position)
        return self._refuse("Une valeur ou un nom est attendu ici.", "A value or a name is expected here.")

    def _literal(self, token: Token) -> Expression:
        if token.kind == "string":
            text = unquoted(token.text, self._expression, token.position)
            return Literal(text, "System.String", token.position)
        if token.kind == "moment":
            moment = moment_literal(token.text)
            if moment is None:
                self._refuse("Cette date n’existe pas.", "There is no such date or time.", token)
            return Literal(moment, f"System.{moment.kind}", token.position)
        if len(token.text) > NUMBER_CHARS_MAX:
            self._refuse("Ce nombre a trop de chiffres.", "This number has too many digits.", token)
        unit = quantity_unit(self._ahead, self._expression)
        if unit is not None:
            self._take()
        value, type_name = number_literal(token.text, unit)
        return Literal(value, type_name, token.position)

    def _external(self, token: Token) -> Expression:
        name = token.text[1:]
        if name.startswith(("'", "`")):
            name = unquoted(name, self._expression, token.position + 1)
        return External(name, token.position)

    def _invocation(self, source: Expression, *, is_leading: bool) -> Expression:
        token = self._ahead
        if token.kind == "counter" and not is_leading:
            self._refuse("Un nom est attendu après le point.", "A name is expected after the dot.")
        name = self._name()
        if not self._accept("("):
            return Member(source, name, is_leading, token.position)
        arguments: list[Expression] = []
        if not self._accept(")"):
            arguments.append(self._operation(0))
            while self._accept(","):
                arguments.append(self._operation(0))
            self._expect(")")
        if len(arguments) > CALL_ARGUMENTS_MAX:
            self._refuse("Cet appel a trop d’arguments.", "This call has too many arguments.", token)
        return Call(source, name, tuple(arguments), token.position)

    def _name(self) -> str:
        token = self._ahead
        if token.kind == "quoted":
            self._take()
            return unquoted(token.text, self._expression, token.position)
        is_name = token.kind == "name" and token.text not in _CONSTANTS
        if not is_name or (token.text in _WORD_OPERATORS and token.text not in _WORDS_USABLE_AS_NAMES):
            self._refuse("Une valeur ou un nom est attendu ici.", "A value or a name is expected here.")
        return self._take().text

    def _type_name(self) -> str:
        name = self._name()
        return f"{name}.{self._name()}" if self._accept(".") else name

    @property
    def _ahead(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _is_symbol(self, text: str) -> bool:
        token = self._tokens[self._next]
        return token.kind == "symbol" and token.text == text

    def _accept(self, symbol: str) -> bool:
        if not self._is_symbol(symbol):
            return False
        self._next += 1
        return True

    def _expect(self, symbol: str) -> None:
        if not self._accept(symbol):
            self._refuse(f"« {symbol} » est attendu ici.", f"“{symbol}” is expected here.")

    def _refuse(self, message_fr: str, message_en: str, token: Token | None = None) -> NoReturn:
        at = token or self._ahead
        raise PathSyntaxError(message_fr, message_en, self._expression, at.position)
