"""Expressions written by others: accepted when their cost has a bound, refused otherwise."""

import time

import pytest

from cordee.fhir.terminology import UnusableValueSetError
from cordee.fhir.terminology.patterns import SUBJECT_LENGTH_MAX, compile_safely, matches


@pytest.mark.parametrize(
    ("pattern", "subject"),
    [
        ("[A-Z]{3}", "FRA"),
        ("[0-9]{3}", "250"),
        ("ca.*", "cat"),
        ("a|b", "b"),
        ("(ab){2}c?", "abab"),
        (r"\d+-\d+", "1-2"),
    ],
)
def test_ordinary_expression_matches_whole_texts(pattern: str, subject: str) -> None:
    compiled = compile_safely(pattern)
    assert matches(compiled, subject)
    assert not matches(compiled, f" {subject}")


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|aa)+",
        "(a*)*b",
        "(?=a)a",
        r"(a)\1",
        "(.*)(.*)(.*)x",
        "(" * 50,
        "[",
        "a" * 300,
        "(a{1,30}){1,30}",
        "(a?){60}",
    ],
)
def test_costly_or_broken_expression_is_refused(pattern: str) -> None:
    with pytest.raises(UnusableValueSetError):
        compile_safely(pattern)


def test_worst_accepted_expression_stays_quick() -> None:
    compiled = compile_safely(".*.*x")
    started = time.perf_counter()
    assert not matches(compiled, "a" * SUBJECT_LENGTH_MAX)
    assert not matches(compiled, "a" * (SUBJECT_LENGTH_MAX + 1))
    assert time.perf_counter() - started < 0.1
