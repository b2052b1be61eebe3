"""The GIR on every published class, on each threshold of the law's table, and on what is missing."""

from itertools import product

import pytest

from cordee.care.assessments.calculations import FUNCTIONS
from cordee.care.assessments.calculations.aggir import ACTIVITIES, letter_of, profile, rank_of
from cordee.care.assessments.calculations.aggir_table import GIR_OF_RANK, GROUPS, VARIABLES

ALONE = {link: ("A",) for links in ACTIVITIES.values() for link in links}
#                          order of the letters: coh. ori. toil. hab. alim. élim. trans. dépl.


@pytest.mark.parametrize(
    ("letters", "rank", "gir"),
    [
        ("CCCCCCCC", 1, 1),  # A: 2000+1200+40+40+60+100+800+200 = 4440
        ("CCBBCCCC", 1, 1),  # A: 4440-24-24 = 4392
        ("CCAABCCC", 2, 2),  # A: 2000+1200+20+100+800+200 = 4320
        ("CCAAACCA", 3, 2),  # A: 2000+1200+100+800 = 4100
        ("CCAAAAAC", 3, 2),  # A: 2000+1200+200 = 3400
        ("CCAAAAAA", 4, 2),  # A: 3200; B: 1500+1200 = 2700
        ("CBAAACBA", 8, 3),  # B: 1500+120+100+120 = 1840; C: 360; D: 600; E: 400+800+100 = 1300
        ("AACCCCCC", 5, 2),  # C: 40+40+60+160+1000+400 = 1700
        ("AAAAAACC", 12, 5),  # C: 1400; D: 2200; E: 1000; F: 700; G: 600, each below its threshold; H: 2000
        ("AAAAABCC", 7, 2),  # D: 200+2000+200 = 2400
        ("AABBBBCC", 6, 2),  # C: 16+16+20+20+1000+400 = 1472
        ("AABBCBBA", 7, 2),  # D: 2000+200+200 = 2400, exactly
        ("AAAAACBC", 9, 3),  # E: 800+100+200 = 1100; F: 500+100+200 = 800, exactly
        ("AAAAAABA", 12, 5),  # H: 2000
        ("AABAAAAA", 12, 5),  # H: 2000
        ("AABBAAAA", 11, 4),  # H: 4000
        ("AABBBBBB", 10, 4),  # G: 200×5+100 = 1100
        ("AAAAAAAC", 13, 6),  # H: 1000
        ("AAAAAAAA", 13, 6),
    ],
)
def test_profile_gives_the_rank_and_gir_of_the_law(letters: str, rank: int, gir: int) -> None:
    assert (rank_of(letters), GIR_OF_RANK[rank_of(letters)]) == (rank, gir)


def test_every_rank_and_every_gir_is_reached() -> None:
    ranks = {rank_of("".join(letters)) for letters in product("ABC", repeat=len(VARIABLES))}
    assert ranks == set(range(1, 14))
    assert {GIR_OF_RANK[rank] for rank in ranks} == {1, 2, 3, 4, 5, 6}


def test_every_profile_is_classed_by_the_first_group_whose_threshold_it_reaches() -> None:
    for letters in product("ABC", repeat=len(VARIABLES)):
        expected = 13
        for one in GROUPS:
            points = sum(
                {"A": 0, "B": one.b[place], "C": one.c[place]}[letter] for place, letter in enumerate(letters)
            )
            reached = [rank for least, rank in one.ranks if points >= least]
            if reached:
                expected = min(reached)
                break
        assert rank_of("".join(letters)) == expected


@pytest.mark.parametrize(
    ("variable", "letters", "coded"),
    [
        ("coherence", ("A", "A"), "A"), ("coherence", ("A", "B"), "B"), ("coherence", ("A", "C"), "C"),
        ("orientation", ("B", "B"), "B"), ("orientation", ("C", "B"), "C"),
        ("toilette", ("A", "A"), "A"), ("toilette", ("A", "C"), "B"), ("toilette", ("C", "C"), "C"),
        ("toilette", ("B", "C"), "B"),
        ("habillage", ("A", "A", "A"), "A"), ("habillage", ("A", "A", "C"), "B"), ("habillage", ("C", "C", "C"), "C"),
        ("alimentation", ("A", "C"), "B"), ("alimentation", ("C", "A"), "B"), ("alimentation", ("B", "C"), "C"),
        ("alimentation", ("C", "B"), "C"), ("alimentation", ("B", "B"), "B"), ("alimentation", ("A", "A"), "A"),
        ("elimination", ("A", "C"), "C"), ("elimination", ("B", "A"), "B"), ("elimination", ("A", "A"), "A"),
        ("transferts", ("B",), "B"), ("deplacement", ("C",), "C"),
    ],
)  # fmt: skip
def test_variable_is_coded_from_its_activities(variable: str, letters: tuple[str, ...], coded: str) -> None:
    given = ALONE | {link: (letter,) for link, letter in zip(ACTIVITIES[variable], letters, strict=True)}
    found = profile(given)
    assert found is not None
    assert found[VARIABLES.index(variable)] == coded


@pytest.mark.parametrize(
    ("code", "missing", "letter"),
    [
        ("A", (), "A"),
        ("C", (), "C"),
        ("B", ("S",), "B"),
        ("B", ("S", "T", "C"), "B"),
        ("B", ("S", "T", "C", "H"), "C"),
    ],
)
def test_adverbs_give_the_letter(code: str, missing: tuple[str, ...], letter: str) -> None:
    assert letter_of(code, missing) == letter


@pytest.mark.parametrize("link", sorted(ALONE))
def test_missing_activity_gives_no_gir(link: str) -> None:
    given = {name: letters for name, letters in ALONE.items() if name != link}
    assert [FUNCTIONS[name](given) for name in ("aggir-gir", "aggir-rang", "aggir-profil")] == [
        None,
        None,
        None,
    ]
    assert FUNCTIONS["aggir-gir"](ALONE) == 6
