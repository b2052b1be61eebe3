"""Regular expressions, bounded in time.

A pattern comes from whoever wrote the expression: `regex` gives up after a time, which the standard library cannot.

Source: http://hl7.org/fhirpath/N1/#matchesregex--string--boolean
"""

from functools import lru_cache

import regex

from cordee.fhir.path.functions.strings import string_function
from cordee.fhir.path.node import Nodes, boolean
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.strings import bounded_string

PATTERN_CHARS_MAX = 4_096
PATTERN_SECONDS_MAX = 0.1
PATTERNS_KEPT = 512


@lru_cache(PATTERNS_KEPT)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern, regex.V0 | regex.DOTALL)


def compiled_pattern(site: CallSite, pattern: str) -> "regex.Pattern[str]":
    """Return a pattern compiled, its `.` standing for any character.

    Raises: PathEvaluationError when it is longer than `PATTERN_CHARS_MAX` or no regular expression.
    """
    try:
        if len(pattern) > PATTERN_CHARS_MAX:
            raise ValueError
        return _compiled(pattern)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError):
        raise site.error(
            "Cette expression régulière n’est pas acceptée.", "This regular expression is not accepted."
        ) from None


def _too_slow(site: CallSite) -> Exception:
    return site.error(
        "Cette expression régulière demande trop de temps sur ce texte.",
        "This regular expression takes too long on this text.",
    )


@string_function("matches", 1)
def matches(site: CallSite, text: str, pattern: str) -> Nodes:
    """Return whether a part of the string matches; `^` and `$` hold it to the whole."""
    try:
        return boolean(compiled_pattern(site, pattern).search(text, timeout=PATTERN_SECONDS_MAX) is not None)
    except TimeoutError:
        raise _too_slow(site) from None


@string_function("matchesFull", 1)
def matches_full(site: CallSite, text: str, pattern: str) -> Nodes:
    """Return whether the whole string matches."""
    try:
        found = compiled_pattern(site, pattern).fullmatch(text, timeout=PATTERN_SECONDS_MAX)
    except TimeoutError:
        raise _too_slow(site) from None
    return boolean(found is not None)


@string_function("replaceMatches", 2)
def replace_matches(site: CallSite, text: str, pattern: str, substitution: str) -> Nodes:
    """Return the string with each match replaced; `$1` and `${name}` in the substitution are groups of the match."""
    if not pattern:
        return bounded_string(site, text)
    template = _template(substitution)
    try:
        return bounded_string(
            site, compiled_pattern(site, pattern).sub(template, text, timeout=PATTERN_SECONDS_MAX)
        )
    except TimeoutError:
        raise _too_slow(site) from None
    except (regex.error, IndexError, KeyError):
        raise site.error(
            "Le remplacement nomme un groupe qui n’existe pas.",
            "The substitution names a group that does not exist.",
        ) from None


def _template(substitution: str) -> str:
    escaped = substitution.replace("\\", "\\\\")
    return regex.sub(
        r"\$(?:(\d+)|\{(\w+)\})", lambda match: rf"\g<{match.group(1) or match.group(2)}>", escaped
    )
