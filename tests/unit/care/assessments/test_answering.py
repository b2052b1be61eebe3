"""What is typed or ticked becomes an answer of its question's type, or is refused in words; devices are merged."""

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cordee.care.assessments.answering import UnreadableAnswerError, answers_from
from cordee.care.assessments.filling import merged
from cordee.care.assessments.given import with_given
from cordee.care.assessments.grid import Grid, Question, grid_of
from cordee.care.assessments.options import PILLS_MAX, Option
from cordee.care.assessments.words import words_of_answer
from cordee.fhir.path import Node
from cordee.fhir.sdc import Sheet
from cordee.fhir.sdc.answers import answer_of

PARIS = ZoneInfo("Europe/Paris")
KG = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}


def read(type_: str, *texts: str, **more: Any) -> list[dict[str, Any]]:
    """Return the answers of a question of a type."""
    return answers_from(Question(link_id="q", type=type_, **more), texts, PARIS)


@pytest.mark.parametrize(
    ("type_", "text", "answer"),
    [
        ("boolean", "oui", {"valueBoolean": True}), ("boolean", "non", {"valueBoolean": False}),
        ("integer", " 12 ", {"valueInteger": 12}), ("decimal", "12,50", {"valueDecimal": Decimal("12.50")}),
        ("string", " deux mots ", {"valueString": "deux mots"}), ("text", "a\r\nb", {"valueString": "a\nb"}),
        ("date", "12/03/1942", {"valueDate": "1942-03-12"}), ("date", "1942-03-12", {"valueDate": "1942-03-12"}),
        ("dateTime", "2026-11-25T14:30", {"valueDateTime": "2026-11-25T14:30:00+01:00"}),
        ("time", "14h30", {"valueTime": "14:30:00"}), ("url", "https://exemple.fr/a", {"valueUri": "https://exemple.fr/a"}),
    ],
)  # fmt: skip
def test_text_is_read_by_the_type_of_its_question(type_: str, text: str, answer: dict[str, Any]) -> None:
    assert read(type_, text) == [answer]


@pytest.mark.parametrize(
    ("type_", "text", "bounds"),
    [
        ("boolean", "peut-être", {}), ("integer", "1,5", {}), ("integer", "abc", {}), ("decimal", "NaN", {}),
        ("decimal", "1e400", {}), ("integer", "11", {"highest": 10}), ("integer", "-1", {"lowest": 0}),
        ("date", "31/02/2026", {}), ("dateTime", "demain", {}), ("time", "25:00", {}), ("url", "exemple", {}),
        ("string", "x" * 401, {}), ("choice", "z", {}),
    ],
)  # fmt: skip
def test_text_that_is_no_answer_is_refused(type_: str, text: str, bounds: dict[str, Any]) -> None:
    with pytest.raises(UnreadableAnswerError):
        read(type_, text, **bounds)


def test_quantity_takes_the_unit_of_its_question() -> None:
    expected = {"value": Decimal("62.4"), "unit": "kg", "system": KG["system"], "code": "kg"}
    assert read("quantity", "62,4|", units=(KG,)) == [{"valueQuantity": expected}]


def test_open_choice_takes_an_option_or_other_words() -> None:
    options = (Option(key="a", words="A", answer={"valueCoding": {"code": "a"}}),)
    assert read("open-choice", "a", options=options) == [{"valueCoding": {"code": "a"}}]
    assert read("open-choice", "autre:un voisin", options=options) == [{"valueString": "un voisin"}]
    assert read("open-choice", "autre:", options=options) == []


def test_option_that_excludes_the_others_stands_alone() -> None:
    none = Option(key="none", words="Aucun", answer={"valueCoding": {"code": "none"}}, excludes_others=True)
    some = Option(key="a", words="A", answer={"valueCoding": {"code": "a"}})
    assert read("choice", "a", "none", options=(some, none), repeats=True) == [none.answer]
    assert read("choice", "a", options=(some, none), repeats=True) == [some.answer]


def one(value: int) -> list[dict[str, Any]]:
    return [{"valueInteger": value}]


def test_what_only_one_device_changed_is_its_own() -> None:
    base = Sheet({"a": one(1)})
    found, clashes = merged(base, Sheet({"a": one(1), "b": one(2)}), Sheet({"a": one(5), "c": one(3)}))
    assert (found.answers, clashes) == ({"a": one(5), "b": one(2), "c": one(3)}, [])


def test_what_both_changed_is_the_last_ones_and_told() -> None:
    found, clashes = merged(Sheet({"a": one(1)}), Sheet({"a": one(2)}), Sheet({"a": one(3)}))
    assert (found.answers, clashes) == ({"a": one(2)}, ["a"])


def test_answer_taken_away_goes_and_one_not_shown_stays() -> None:
    base = Sheet({"a": one(1), "hidden": one(9)})
    found, clashes = merged(base, Sheet({"a": []}), base)
    assert (found.answers, clashes) == ({"hidden": one(9)}, [])


def listed(*codings: dict[str, Any], type_: str = "choice", **more: Any) -> Grid:
    """Return a grid with one question whose list it contains."""
    include = [
        {"system": one["system"], "concept": [{"code": one["code"], "display": one["display"]}]}
        for one in codings
    ]
    contained = {"resourceType": "ValueSet", "id": "l", "status": "active", "compose": {"include": include}}
    item = {"linkId": "q", "type": type_, "text": "Q", "answerValueSet": "#l"} | more
    return grid_of({"resourceType": "Questionnaire", "id": "g", "contained": [contained], "item": [item]})


def coding(code: str, system: str = "s", display: str = "") -> dict[str, Any]:
    return {"system": f"https://exemple.fr/{system}", "code": code, "display": display or code.upper()}


def test_code_of_a_list_is_an_answer_and_any_other_is_refused() -> None:
    (question,) = listed(coding("a"), coding("b")).questions
    assert answers_from(question, ["b"], PARIS) == [{"valueCoding": coding("b")}]
    with pytest.raises(UnreadableAnswerError):
        answers_from(question, ["c"], PARIS)


def test_same_code_of_two_systems_is_two_choices() -> None:
    (question,) = listed(coding("a"), coding("a", "other")).questions
    assert [one.key for one in question.options] == ["a", "https://exemple.fr/other|a"]
    assert answers_from(question, ["https://exemple.fr/other|a"], PARIS) == [
        {"valueCoding": coding("a", "other")}
    ]


@pytest.mark.parametrize("is_on_coding", [True, False])
@pytest.mark.parametrize("name", ["ordinalValue", "itemWeight"])
def test_points_are_stored_the_same_when_typed_and_when_filled_from_the_record(
    name: str, is_on_coding: bool
) -> None:
    points = {"extension": [{"url": f"http://hl7.org/fhir/StructureDefinition/{name}", "valueDecimal": 3}]}
    option = {"valueCoding": coding("a") | points} if is_on_coding else {"valueCoding": coding("a")} | points
    item = {"linkId": "q", "type": "choice", "text": "Q", "answerOption": [option]}
    (question,) = grid_of({"resourceType": "Questionnaire", "id": "g", "item": [item]}).questions
    (typed,) = answers_from(question, ["a"], PARIS)
    assert typed == answer_of(item, Node(coding("a"), "Coding")) == answer_of(item, Node("a", "string"))
    ordinal = {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 3}
    assert ordinal in typed["valueCoding"]["extension"]


def test_long_list_unfolds_and_a_short_one_lies_open() -> None:
    codings = [coding(f"c{n}") for n in range(PILLS_MAX + 1)]
    assert [listed(*some).questions[0].is_drop_down for some in (codings, codings[:-1])] == [True, False]


def test_answer_is_said_in_the_words_of_its_list_whatever_its_own() -> None:
    (question,) = listed(coding("a", display="Oui, seul")).questions
    assert words_of_answer(question, {"valueCoding": coding("a", display="Yes")}, PARIS) == "Oui, seul"
    assert words_of_answer(question, {"valueCoding": coding("z", display="Zut")}, PARIS) == "Zut"


def test_code_a_draft_holds_outside_of_the_list_is_offered_there_alone() -> None:
    grid = listed(coding("a"))
    held = {"item": [{"linkId": "q", "answer": [{"valueCoding": coding("gone")}]}]}
    (question,) = with_given(grid, held).questions
    assert [one.words for one in question.options] == ["A", "GONE (hors de la liste)"]
    assert answers_from(question, ["gone"], PARIS) == [{"valueCoding": coding("gone")}]
    known = {"item": [{"linkId": "q", "answer": [{"valueCoding": {"code": "a"}}]}]}
    assert with_given(grid, known) is grid


def test_question_whose_list_is_lacking_is_closed_and_says_why() -> None:
    questionnaire = {
        "item": [{"linkId": "q", "type": "choice", "answerValueSet": "https://exemple.fr/ValueSet/x"}]
    }
    (question,) = grid_of(questionnaire).questions
    assert question.is_asked
    assert not question.is_open
    assert "https://exemple.fr/ValueSet/x" in question.lacks
