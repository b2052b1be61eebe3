"""What is typed or ticked becomes an answer of its question's type, or is refused in words; devices are merged."""

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cordee.care.assessments.answering import UnreadableAnswerError, answers_from
from cordee.care.assessments.filling import merged
from cordee.care.assessments.grid import Option, Question
from cordee.fhir.sdc import Sheet

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
