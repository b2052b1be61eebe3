"""The words of a search, and slips of the finger."""

import pytest

from cordee.store.directory.slips import nearest, slips
from cordee.store.directory.terms import asked_words, terms_query


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


def test_a_search_is_words_then_facets_quoted() -> None:
    assert asked_words("  L’infirmière à AUTUN ") == ["infirmiere", "autun"]
    assert asked_words("de la") == ["de", "la"]
    assert terms_query([["martin", "marin"], ["li"]], [["=of:a'b"]]) == (
        "('martin':* | 'marin':*) & ('li') & ('=of:a''b')"
    )
