"""Every mistake in a pack is told with its file, its line and its remedy, in both languages, all at once."""
# ruff: noqa: E501 - a mistake stands on one line: what is replaced, by what, where it is found, what is said

import pytest

from cordee.kernel.errors import Category
from cordee.territories import PackError, Problem, examine
from tests.unit.territories.packs import TINY, line_of, tiny

FILE = "val.yaml"
SECTOR = "  - {code: val, name: Le Val}\n"

MISTAKES = {
    "unknown key": ("name: Val de Test", "nane: Val de Test", "nane: ", "« nane »", "Vouliez-vous écrire « name » ?"),
    "misspelt key in a commune": ("postcode: \"71400\"", "postcod: \"71400\"", "postcod:", "« postcod »", "« postcode »"),
    "missing key": ("region: Bourgogne-Franche-Comté\n", "", "format", "Il manque « region »", "Ajoutez une ligne « region"),
    "text instead of a number": ("population: 13172", "population: beaucoup", "beaucoup", "« beaucoup »", "nombre d’habitants"),
    "negative population": ("population: 13172", "population: -3", "-3", "« -3 »", "0 ou plus"),
    "duplicate commune": ("2A004", "71014", "Ajaccio", "déjà écrit ligne 10", "Changez ou ôtez"),
    "postcode as INSEE code": ('insee: "2A004"', "insee: 2A04", "2A04", "« 2A04 »", "code postal"),
    "unknown commune": ('commune: "71014", finess: "719900029"', 'commune: "71999", finess: "719900029"', "71999", "commune inconnue", "Ajoutez cette commune"),
    "commune by its name": ('commune: "71014", finess: "719900029"', 'commune: Autun, finess: "719900029"', "commune: Autun", "« Autun »", "« 71014 »"),
    "unknown role": ("tapis, role: gp", "tapis, role: gpp", "gpp", "rôle inconnu", "« gp »"),
    "role nobody handles": ("code: gp,", "code: wizard,", "wizard", "« wizard »", "Choisissez parmi"),
    "unknown organisation type": ("type: practice", "type: practise", "practise", "type d’organisation", "« practice »"),
    "unknown domain": ("domain: autonomy", "domain: autonomie", "autonomie", "domaine inconnu", "« autonomy »"),
    "unknown sector": ("population: 13172, sector: val", "population: 13172, sector: vall", "vall,", "secteur inconnu", "« val »"),
    "unknown time zone": ("Indian/Reunion", "Indian/Réunion", "Indian/R", "n’existe pas", "« Indian/Reunion »"),
    "empty list": (SECTOR, "  []\n", "  []", "vide", "Ajoutez au moins un élément"),
    "list without items": (SECTOR, "", "sectors:", "pas de la bonne forme", "une liste"),
    "empty value": ("name: Val de Test", "name:", "name:", "n’a pas de valeur", "Écrivez un texte"),
    "one coordinate": ("at: [46.95, 4.3]", "at: [46.95]", "Autun", "Il faut 2 valeurs", "[46.95, 4.3]"),
    "latitude out of the earth": ("at: [46.95, 4.3]", "at: [146.95, 4.3]", "146.95", "« 146.95 »", "latitude"),
    "not a boolean": ("is_coordination: true", "is_coordination: oui", "oui", "bonne forme", "true ou false"),
    "key written twice": ("name: Val de Test", "name: Val de Test\nname: Val", "name: Val\n", "deux fois", "une seule"),
    "format of the future": ("format: 1", "format: 2", "format: 2", "format 2", "format 1"),
    "alert about no measure": ("format: 1", "format: 1\nalerts:\n  above:\n    - {measure: tention, limit: 180}", "tention", "« tention »", "« tension »"),
    "alert that climbs to nobody": ("format: 1", "format: 1\nalerts:\n  climbs_to: [referent, docteur]", "docteur", "« docteur »", "« doctor »"),
    "no DAC": ("type: dac", "type: clic", "organisations:", "« dac »", "Ajoutez celle"),
    "wrong FINESS": ("719900029", "7199", "7199\"", "« 7199 »", "9 caractères"),
    "same FINESS twice": ("719900029", "719900011", "cabinet", "déjà écrit ligne 13", "Changez"),
    "list instead of a text": ("name: Val de Test", "name: [Val]", "name: [", "bonne forme", "un texte"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_file_line_and_remedy(mistake: str) -> None:
    old, new, passage, said, remedy = MISTAKES[mistake]
    text = tiny(old, new)
    problem = _one_that_says(said, text)
    assert problem.file == FILE
    assert problem.line == line_of(text, passage)
    assert remedy in problem.remedy_fr
    assert problem.in_french().startswith(f"{FILE}:{problem.line} : ")
    assert problem.in_english().startswith(f"{FILE}:{problem.line}: {problem.message_en} {problem.remedy_en}")
    assert problem.message_en
    assert problem.remedy_en
    assert problem.message_en != problem.message_fr


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: [unclosed\n", 2),
        ("name: a\n  indented: b\n", 2),
        ("name: a\n\tindented: b\n", 2),
        ("a: b\n---\nc: d\n", 2),
        ("a: \x07\n", 1),
        ("ok: 1\nlater: \x00\n", 2),
        ("a: *nowhere\n", 1),
        ('a: "never closed\nb: c\n', 3),
    ],
)
def test_a_syntax_error_is_told_with_its_line(text: str, line: int) -> None:
    territory, problems = examine(text, FILE)
    assert territory is None
    assert [problem.line for problem in problems] == [line]
    assert "YAML" in problems[0].message_fr


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "- a list\n", "just words\n", "42\n", "a: " + "[" * 1500]
)
def test_something_else_than_a_pack_is_refused_without_a_crash(text: str) -> None:
    territory, problems = examine(text, FILE)
    assert territory is None
    assert problems


def test_all_mistakes_are_told_at_once_and_by_line() -> None:
    text = (
        tiny("time_zone: Indian/Reunion", "time_zone: Mars")
        .replace("13172", "-1")
        .replace("role: gp", "role: x")
    )
    _, problems = examine(text, FILE)
    assert [problem.path for problem in problems] == [
        "time_zone",
        "communes[0].population",
        "themes[0].plan[0].actions[0].role",
    ]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_the_error_carries_every_problem_as_an_issue() -> None:
    _, problems = examine(tiny("13172", "-1").replace("Indian/Reunion", "Mars"), FILE)
    error = PackError(FILE, problems)
    assert error.category is Category.INVALID
    assert error.http_status == 400
    assert [issue.expression for issue in error.issues] == ["time_zone", "communes[0].population"]
    assert "2 points à corriger" in error.message_fr
    assert str(error).count(f"{FILE}:") == 2


def test_a_sound_pack_has_no_problem() -> None:
    territory, problems = examine(TINY, FILE)
    assert problems == ()
    assert territory is not None


def test_codes_need_no_quotes() -> None:
    territory, _ = examine(TINY.replace('"71014"', "71014").replace('"2A004"', "01004"), FILE)
    assert territory is not None
    assert territory.commune("01004") is not None


def _one_that_says(said: str, text: str) -> Problem:
    territory, problems = examine(text, FILE)
    assert territory is None
    found = [problem for problem in problems if said in problem.message_fr]
    assert len(found) == 1, [problem.in_french() for problem in problems]
    return found[0]
