"""Which questions are asked: every operator, any and all, inside groups, repetitions and answers."""

from typing import Any

import pytest

from cordee.fhir.sdc import enabled, sheet_of

Json = dict[str, Any]


def when(question: str, operator: str, **answer: Any) -> Json:
    return {"question": question, "operator": operator, **answer}


def asks(conditions: list[Json], answers: list[Json], type_: str = "integer", behavior: str = "all") -> bool:
    """Return whether `then` is asked under conditions, `if` being answered so."""
    questionnaire = {
        "item": [
            {"linkId": "if", "type": type_, "repeats": True},
            {"linkId": "then", "type": "string", "enableWhen": conditions, "enableBehavior": behavior},
        ]
    }
    response = {"item": [{"linkId": "if", "answer": answers}]} if answers else {}
    return "then" in enabled(questionnaire, sheet_of(questionnaire, response))


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "expected"),
    [
        ("=", 3, 3, True), ("=", 3, 4, False), ("!=", 3, 4, True), ("!=", 3, 3, False),
        (">", 3, 4, True), (">", 3, 3, False), (">=", 3, 3, True), ("<", 3, 2, True), ("<", 3, 3, False),
        ("<=", 3, 3, True), ("<=", 3, 4, False),
    ],
)  # fmt: skip
def test_numbers_are_compared(operator: str, wanted: int, value: int, expected: bool) -> None:
    assert asks([when("if", operator, answerInteger=wanted)], [{"valueInteger": value}]) is expected


@pytest.mark.parametrize(
    ("type_", "wanted", "value", "operator", "expected"),
    [
        ("boolean", {"answerBoolean": True}, {"valueBoolean": True}, "=", True),
        ("boolean", {"answerBoolean": True}, {"valueBoolean": False}, "=", False),
        ("date", {"answerDate": "2026-01-01"}, {"valueDate": "2026-02-01"}, ">", True),
        ("string", {"answerString": "oui"}, {"valueString": "oui"}, "=", True),
        ("choice", {"answerCoding": {"code": "B"}}, {"valueCoding": {"system": "s", "code": "B"}}, "=", True),
        ("choice", {"answerCoding": {"system": "t", "code": "B"}}, {"valueCoding": {"system": "s", "code": "B"}}, "=",
         False),
        ("quantity", {"answerQuantity": {"value": 60, "code": "kg"}}, {"valueQuantity": {"value": 62, "code": "kg"}},
         ">", True),
        ("quantity", {"answerQuantity": {"value": 60, "code": "kg"}}, {"valueQuantity": {"value": 62, "code": "g"}},
         ">", False),
        ("decimal", {"answerDecimal": 1.5}, {"valueDecimal": 1.50}, "=", True),
    ],
)  # fmt: skip
def test_each_type_is_compared_as_itself(
    type_: str, wanted: Json, value: Json, operator: str, expected: bool
) -> None:
    assert asks([when("if", operator, **wanted)], [value], type_) is expected


def test_exists_asks_for_an_answer_or_for_none() -> None:
    assert asks([when("if", "exists", answerBoolean=True)], [{"valueInteger": 0}])
    assert not asks([when("if", "exists", answerBoolean=True)], [])
    assert asks([when("if", "exists", answerBoolean=False)], [])


def test_no_answer_meets_no_comparison_and_one_of_several_is_enough() -> None:
    assert not asks([when("if", "!=", answerInteger=3)], [])
    assert asks([when("if", "=", answerInteger=3)], [{"valueInteger": 1}, {"valueInteger": 3}])


def test_any_and_all_join_conditions() -> None:
    conditions = [when("if", ">", answerInteger=3), when("if", "=", answerInteger=1)]
    assert not asks(conditions, [{"valueInteger": 5}])
    assert asks(conditions, [{"valueInteger": 5}], behavior="any")


def test_what_is_inside_something_not_asked_is_not_asked_nor_counted() -> None:
    questionnaire = {
        "item": [
            {"linkId": "on", "type": "boolean"},
            {"linkId": "group", "type": "group", "enableWhen": [when("on", "=", answerBoolean=True)],
             "item": [{"linkId": "inner", "type": "boolean"}]},
            {"linkId": "after", "type": "string", "enableWhen": [when("inner", "=", answerBoolean=True)]},
        ]
    }  # fmt: skip
    inner = {"linkId": "group", "item": [{"linkId": "inner", "answer": [{"valueBoolean": True}]}]}
    for is_on, expected in ((True, {"on", "group", "inner", "after"}), (False, {"on"})):
        response = {"item": [{"linkId": "on", "answer": [{"valueBoolean": is_on}]}, inner]}
        assert enabled(questionnaire, sheet_of(questionnaire, response)) == expected


def test_condition_in_a_repetition_looks_into_its_own_repetition() -> None:
    questionnaire = {
        "item": [
            {"linkId": "helper", "type": "group", "repeats": True, "item": [
                {"linkId": "pays", "type": "boolean"},
                {"linkId": "price", "type": "decimal", "enableWhen": [when("pays", "=", answerBoolean=True)]},
            ]},
        ]
    }  # fmt: skip
    groups = [
        {"linkId": "helper", "item": [{"linkId": "pays", "answer": [{"valueBoolean": pays}]}]}
        for pays in (False, True)
    ]
    found = enabled(questionnaire, sheet_of(questionnaire, {"item": groups}))
    assert found == {"helper", "helper:0/pays", "helper:1/pays", "helper:1/price"}


def test_circle_of_conditions_asks_nothing_and_ends() -> None:
    questionnaire = {
        "item": [
            {"linkId": "a", "type": "boolean", "enableWhen": [when("b", "=", answerBoolean=True)]},
            {"linkId": "b", "type": "boolean", "enableWhen": [when("a", "=", answerBoolean=True)]},
        ]
    }
    response = {"item": [{"linkId": name, "answer": [{"valueBoolean": True}]} for name in "ab"]}
    assert enabled(questionnaire, sheet_of(questionnaire, response)) == frozenset()
