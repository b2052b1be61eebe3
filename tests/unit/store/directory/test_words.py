"""The words of a search, and slips of the finger."""

import pytest

from cordee.store.directory.slips import nearest, slips
from cordee.store.directory.terms import (
    all_of,
    any_of,
    asked_words,
    beginnings_of,
    begun_by,
    exactly,
    is_exact,
)


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [("martin", "martin", 0), ("matrin", "martin", 1), ("martn", "martin", 1), ("martain", "martin", 1),
     ("marton", "martin", 1), ("mxrtyn", "martin", 2), ("abc", "xyz", 3)],
)  # fmt: skip
def test_slips_are_counted(one: str, other: str, number: int) -> None:
    assert slips(one, other, 2) == min(number, 3)


def test_nearest_words_come_first_and_short_ones_and_numbers_are_left_alone() -> None:
    assert nearest("matrin", ["marin", "martin", "bertin"]) == ["marin", "martin"]
    assert nearest("kinesiterap", ["kinesitherapeute"]) == ["kinesitherapeute"]
    assert nearest("bob", ["bobo"]) == []
    assert nearest("71400", ["71401"]) == []


def test_a_search_is_words_without_linking_ones_and_terms_are_quoted() -> None:
    assert asked_words("  L’infirmière à AUTUN ") == ["infirmiere", "autun"]
    assert asked_words("de la") == ["de", "la"]
    assert (
        all_of([any_of([exactly("a"), exactly("=of:a'b\\")]), exactly("c")]) == "('a' | '=of:a''b\\\\') & 'c'"
    )


def test_a_beginning_is_the_words_it_begins_when_few_and_a_term_when_short() -> None:
    assert begun_by("inf", ["inf", "infirmier"], 2) == ["'inf'", "'infirmier'"]
    assert begun_by("mar", ["mar", "mare", "maria"], 2) == ["'^mar'"]
    assert begun_by("mart", ["mart", "marta", "martin"], 2) == ["'mart':*"]
    assert [is_exact(one) for one in ("'mart'", "'^mar'", "'mart':*")] == [True, True, False]
    assert beginnings_of({"marc", "ma"}) == {"^m", "^ma", "^mar"}
