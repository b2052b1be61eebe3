"""Lines become French sentences."""

from random import Random

import pytest

from cordee.territories.people.pdf import pdf
from cordee.territories.people.prose import at, can_tell, of, tell
from cordee.territories.people.telecom import plain


@pytest.mark.parametrize(
    ("name", "de", "a"),
    [
        ("Autun", "d’Autun", "à Autun"),
        ("Le Creusot", "du Creusot", "au Creusot"),
        ("Les Bizots", "des Bizots", "aux Bizots"),
        ("La Clayette", "de La Clayette", "à La Clayette"),
        ("Épinac", "d’Épinac", "à Épinac"),
        ("Chagny", "de Chagny", "à Chagny"),
        ("L’Abergement-de-Cuisery", "de L’Abergement-de-Cuisery", "à L’Abergement-de-Cuisery"),
    ],
)
def test_a_place_is_contracted_with_its_preposition(name: str, de: str, a: str) -> None:
    assert (of(name), at(name)) == (de, a)


def test_choices_are_drawn_even_inside_choices() -> None:
    drawn = {tell("[un|deux [a|b]]", Random(i), {}) for i in range(50)}
    assert drawn == {"Un", "Deux a", "Deux b"}


def test_numbers_are_drawn_between_both_ends() -> None:
    assert {tell("n {1..3}", Random(i), {}) for i in range(50)} == {"N 1", "N 2", "N 3"}


def test_spaces_and_apostrophes_are_french() -> None:
    told = tell("l'{nom} : 12 kg, 40 % ? « oui »", Random(0), {"nom": "âge"})
    assert told == "L’âge\u00a0: 12\u00a0kg, 40\u00a0%\u202f? «\u00a0oui\u00a0»"


def test_a_line_is_told_only_when_all_its_words_are_known() -> None:
    assert can_tell("{a} [x|{b}]", {"a": "1", "b": "2"})
    assert not can_tell("{a} [x|{b}]", {"a": "1"})


def test_logins_and_addresses_are_plain_letters() -> None:
    assert plain("Hélène D’Œuvre-Ça") == "helene-d-oeuvre-ca"


def test_a_pdf_points_to_its_own_parts() -> None:
    content = pdf("Titre (accentué)", ("Une phrase où l’on dit 12 €.", "x " * 4000))
    assert content.startswith(b"%PDF-1.4")
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert content[start : start + 4] == b"xref"
    offsets = [int(line[:10]) for line in content[start:].split(b"\n")[3:9]]
    assert [content[offset:].startswith(b"%d 0 obj" % (i + 1)) for i, offset in enumerate(offsets)] == [
        True
    ] * 6
    assert len(content) < 12_000, "one page, whatever the text"
