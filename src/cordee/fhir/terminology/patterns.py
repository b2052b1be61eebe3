"""Regular expressions written by others, run within a bound whatever they are."""

import re
import re._parser as parsing  # type: ignore[import-not-found]  # the only way to know what an expression costs
from typing import Any

from cordee.fhir.terminology.errors import UnusableValueSetError

PATTERN_LENGTH_MAX = 200
SUBJECT_LENGTH_MAX = 128
UNBOUNDED_MAX = 2
"""Repetitions without end allowed, none inside another: the cost is then at most cubic in the subject's length."""
ENDLESS = 64  # a repetition allowed more times than this counts as without end

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_PLAIN = frozenset("LITERAL NOT_LITERAL IN ANY AT CATEGORY RANGE NEGATE".split())


def compile_safely(pattern: str) -> re.Pattern[str]:
    """Return the compiled expression, to be matched whole.

    Raises: UnusableValueSetError when it is no expression, or one whose cost has no bound.
    """
    try:
        if len(pattern) > PATTERN_LENGTH_MAX or _cost(parsing.parse(pattern)) > UNBOUNDED_MAX:
            raise _refused()
        return re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        raise _refused() from None


def matches(pattern: re.Pattern[str], subject: str) -> bool:
    """Return whether the whole subject matches; what is longer than `SUBJECT_LENGTH_MAX` does not."""
    return len(subject) <= SUBJECT_LENGTH_MAX and pattern.fullmatch(subject) is not None


def _cost(parsed: Any, is_repeated: bool = False) -> int:
    return sum(_cost_of(str(operator), argument, is_repeated) for operator, argument in parsed)


def _cost_of(operator: str, argument: Any, is_repeated: bool) -> int:
    if operator in _PLAIN:
        return 0
    if operator in _REPEATS:
        least, most, inner = argument
        is_endless = int(most) > ENDLESS
        if is_repeated and int(most) != int(least):
            raise _refused()
        return int(is_endless) + _cost(inner, is_repeated or int(most) > 1)
    if operator == "SUBPATTERN":
        return _cost(argument[-1], is_repeated)
    if operator == "BRANCH" and not is_repeated:
        return sum(_cost(branch, is_repeated) for branch in argument[1])
    raise _refused()


def _refused() -> UnusableValueSetError:
    return UnusableValueSetError(
        "son expression régulière n’est pas acceptée (trop longue, ou d’un coût sans borne).",
        "its regular expression is not accepted (too long, or of unbounded cost).",
    )
