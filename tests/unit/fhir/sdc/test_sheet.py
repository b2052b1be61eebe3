"""A response read into a sheet and written back; what a questionnaire computes by itself."""

from datetime import UTC, datetime
from typing import Any

from cordee.fhir import systems
from cordee.fhir.expressions import Told
from cordee.fhir.sdc import Calculation, Sheet, calculate, items_of_sheet, sheet_of

Json = dict[str, Any]
NOW = datetime(2026, 11, 25, tzinfo=UTC)
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"

NESTED = {
    "item": [
        {"linkId": "a/1", "text": "A", "type": "boolean", "item": [{"linkId": "why", "type": "string"}]},
        {"linkId": "helper", "type": "group", "repeats": True, "item": [
            {"linkId": "name", "type": "string"},
            {"linkId": "days", "type": "choice", "repeats": True},
        ]},
        {"linkId": "part", "type": "group", "item": [{"linkId": "last", "type": "integer"}]},
    ]
}  # fmt: skip
ANSWERED = [
    {"linkId": "a/1", "text": "A", "answer": [{"valueBoolean": True, "item": [
        {"linkId": "why", "answer": [{"valueString": "fatigue"}]},
    ]}]},
    {"linkId": "helper", "item": [{"linkId": "name", "answer": [{"valueString": "Sophie"}]}]},
    {"linkId": "helper", "item": [
        {"linkId": "name", "answer": [{"valueString": "Paul"}]},
        {"linkId": "days", "answer": [{"valueCoding": {"code": "mon"}}, {"valueCoding": {"code": "tue"}}]},
    ]},
    {"linkId": "part", "item": [{"linkId": "last", "answer": [{"valueInteger": 3}]}]},
]  # fmt: skip


def test_response_is_read_by_address_and_written_back_as_it_was() -> None:
    sheet = sheet_of(NESTED, {"item": ANSWERED})

    assert sheet.counts == {"helper": 2}
    assert set(sheet.answers) == {"a%2F1", "why", "helper:0/name", "helper:1/name", "helper:1/days", "last"}
    assert items_of_sheet(NESTED, sheet, lambda _: True) == ANSWERED
    kept = items_of_sheet(NESTED, sheet, lambda address: address != "helper")
    assert [one["linkId"] for one in kept] == ["a/1", "part"]


def test_answer_to_what_is_not_asked_there_is_left_out() -> None:
    sheet = sheet_of(NESTED, {"item": [{"linkId": "other", "answer": [{"valueInteger": 1}]}]})
    assert items_of_sheet(NESTED, sheet, lambda _: True) == []


def calculated(
    items: list[Json], answers: dict[str, list[Json]], told: Told | None = None, **more: Any
) -> Sheet:
    """Return the sheet with what it computes."""
    known = Calculation(now=NOW, told=told or Told(), head={"resourceType": "QuestionnaireResponse"}, **more)
    return calculate({"item": items}, Sheet(answers), known).sheet


def computes(link_id: str, expression: str, type_: str = "integer", **more: Any) -> Json:
    said = {"language": "text/fhirpath", "expression": expression}
    return {
        "linkId": link_id,
        "type": type_,
        "extension": [{"url": CALCULATED, "valueExpression": said}],
        **more,
    }


def answer(link_id: str) -> str:
    return f"%resource.item.where(linkId = '{link_id}').answer.value"


def test_score_of_a_score_is_computed_whatever_their_order() -> None:
    items = [
        computes("double", f"{answer('sum')} * 2"),
        computes("sum", f"{answer('a')} + {answer('b')}"),
        {"linkId": "a", "type": "integer"}, {"linkId": "b", "type": "integer"},
    ]  # fmt: skip
    found = calculated(items, {"a": [{"valueInteger": 2}], "b": [{"valueInteger": 3}]}).answers
    assert (found["sum"], found["double"]) == ([{"valueInteger": 5}], [{"valueInteger": 10}])
    assert "sum" not in calculated(items, {"a": [{"valueInteger": 2}], "sum": [{"valueInteger": 9}]}).answers


def test_computed_answer_makes_a_question_asked() -> None:
    condition = [{"question": "sum", "operator": ">", "answerInteger": 4}]
    items = [
        {"linkId": "a", "type": "integer"},
        computes("sum", f"{answer('a')} + 1"),
        {"linkId": "more", "type": "string", "enableWhen": condition},
    ]
    known = Calculation(now=NOW, told=Told(), head={"resourceType": "QuestionnaireResponse"})
    for value, expected in ((3, False), (4, True)):
        done = calculate({"item": items}, Sheet({"a": [{"valueInteger": value}]}), known)
        assert ("more" in done.asked) is expected


def test_function_named_by_the_questionnaire_is_given_codes_of_what_is_asked() -> None:
    item = {
        "linkId": "n",
        "type": "integer",
        "extension": [{"url": systems.CALCULATION, "valueCode": "count"}],
    }
    items = [{"linkId": "a", "type": "choice", "repeats": True}, item]
    answers = {"a": [{"valueCoding": {"code": "x"}}, {"valueCoding": {"code": "y"}}]}
    found = calculated(items, answers, functions={"count": lambda given: len(given["a"])})
    assert found.answers["n"] == [{"valueInteger": 2}]
    assert "n" not in calculated(items, answers).answers


def test_expression_that_fails_gives_nothing_and_is_told() -> None:
    told = Told()
    found = calculated([computes("x", "this is (not FHIRPath")], {"x": [{"valueInteger": 1}]}, told)
    assert "x" not in found.answers
    assert told.issues


def test_expressions_that_feed_each_other_end() -> None:
    items = [
        computes("a", f"iif({answer('b')}.exists(), {answer('b')} + 1, 0)"),
        computes("b", f"{answer('a')} + 1"),
    ]
    assert set(calculated(items, {}).answers) == {"a", "b"}
