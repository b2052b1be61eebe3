"""Arguments: what a definition allows is read, everything else is refused with its place."""

import json
from decimal import Decimal
from typing import Any

import pytest

from cordee.api.operations.arguments import Arguments
from cordee.api.operations.definition import read_definition
from cordee.api.operations.errors import InvalidParametersError
from cordee.api.operations.given import arguments_of
from cordee.api.operations.operation import Operation, Out


async def _never(call: Any, given: Arguments) -> Out:
    raise AssertionError


OPERATION = Operation(
    canonical="urn:test", handler=_never, not_done=frozenset({"refused"}), paging=("_cursor",)
)


def parameter(name: str, type_: str = "", min_: int = 0, max_: str = "1", **more: Any) -> dict[str, Any]:
    kind = {"type": type_} if type_ else {}
    return {"name": name, "use": "in", "min": min_, "max": max_, **kind, **more}


DEFINITION = read_definition(
    {
        "url": "urn:test",
        "code": "test",
        "system": True,
        "type": False,
        "instance": False,
        "parameter": [
            parameter("resource", "Patient"),
            parameter("when", "date"),
            parameter("sure", "boolean"),
            parameter("count", "integer"),
            parameter("limit", "decimal"),
            parameter("code", "code", max_="*"),
            parameter("coding", "Coding"),
            parameter("subject", "string", searchType="reference"),
            parameter("refused", "uri"),
            parameter("property", max_="*", part=[parameter("name", "code", 1), parameter("value", "Element")]),
        ],
    }
)  # fmt: skip


def given(query: str = "", **body: Any) -> Arguments:
    pairs = [tuple(pair.split("=", 1)) for pair in query.split("&") if pair]
    content = json.dumps(body).encode() if body else b""
    return arguments_of(OPERATION, DEFINITION, pairs, content)  # type: ignore[arg-type]


def envelope(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": list(entries)}


def refused(query: str = "", **body: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidParametersError) as caught:
        given(query, **body)
    return [(issue.expression, issue.code) for issue in caught.value.issues]


def test_a_query_gives_typed_values() -> None:
    found = given(
        "when=2026-11&sure=true&count=12&limit=1.50&code=a&code=b&subject=Patient/1&_cursor=x&_format=json"
    )

    assert (found.text("when"), found.flag("sure"), found.number("count")) == ("2026-11", True, 12)
    assert str(found.number("limit")) == "1.50"
    assert found.many("code") == ["a", "b"]
    assert (found.text("subject"), found.text("_cursor"), found.one("coding")) == ("Patient/1", "x", None)


def test_a_body_gives_the_same_and_what_a_query_cannot_carry() -> None:
    found = given(
        **envelope(
            {"name": "when", "valueDate": "2026-11-02"},
            {"name": "limit", "valueDecimal": 2.5},
            {"name": "coding", "valueCoding": {"system": "http://loinc.org", "code": "1-8"}},
            {"name": "code", "valueString": "a"},
            {"name": "subject", "valueReference": {"reference": "Patient/1"}},
            {"name": "resource", "resource": {"resourceType": "Patient", "gender": "female"}},
            {
                "name": "property",
                "part": [{"name": "name", "valueCode": "p"}, {"name": "value", "valueInteger": 3}],
            },
        )
    )

    assert found.number("limit") == Decimal("2.5")
    assert found.content("coding") == {"system": "http://loinc.org", "code": "1-8"}
    assert (found.text("code"), found.text("subject")) == ("a", "Patient/1")
    assert found.content("resource") == {"resourceType": "Patient", "gender": "female"}
    (part,) = found.parts("property")
    assert (part.text("name"), part.number("value")) == ("p", 3)


def test_a_bare_resource_is_the_only_resource_parameter_and_the_query_goes_with_it() -> None:
    found = given("count=3", resourceType="Patient", gender="male")

    assert found.content("resource") == {"resourceType": "Patient", "gender": "male"}
    assert found.number("count") == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("colour=blue", [("http.colour", "not-supported")]),
        ("when=yesterday", [("http.when", "value")]),
        ("when=2026-02-30", [("http.when", "value")]),
        ("sure=maybe", [("http.sure", "structure")]),
        ("count=1.5", [("http.count", "structure")]),
        ("count=99999999999", [("http.count", "structure")]),
        ("limit=NaN", [("http.limit", "structure")]),
        ("coding=a", [("http.coding", "not-supported")]),
        ("refused=urn:a", [("http.refused", "not-supported")]),
        ("count=1&count=2", [("Parameters", "structure")]),
    ],
)
def test_a_wrong_query_is_refused_with_its_place(query: str, expected: list[tuple[str, str]]) -> None:
    assert refused(query) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"name": "when", "valueDate": "x"}, "value"),
        ({"name": "when", "valueString": "2026-01-01"}, "value"),
        ({"name": "when"}, "value"),
        ({"name": "when", "valueDate": "2026", "valueString": "x"}, "value"),
        ({"name": "coding", "valueCoding": {"colour": "blue"}}, "structure"),
        ({"name": "resource", "resource": {"resourceType": "Observation"}}, "value"),
        ({"name": "resource", "resource": {"resourceType": "Patient", "gender": "x"}}, "code-invalid"),
        ({"name": "resource", "valueString": "x"}, "value"),
        ({"name": "property", "part": [{"name": "value", "valueInteger": 1}]}, "required"),
        ({"name": "property", "part": [{"name": "name", "valueCode": "a"}, {"name": "x"}]}, "not-supported"),
        ({"name": "property", "part": [{"valueCode": "a"}]}, "required"),
        ({"name": "count", "valueInteger": 1, "colour": "blue"}, "structure"),
    ],
)
def test_a_wrong_body_is_refused_with_its_place(entry: dict[str, Any], expected: str) -> None:
    found = refused(**envelope(entry))

    assert found[0][0].startswith("Parameters.parameter[0]")
    assert found[0][1] == expected


@pytest.mark.parametrize(
    "body", [{"parameter": {}}, {"parameter": [1]}, {"parameter": [{"valueString": "x"}]}]
)
def test_an_envelope_of_another_shape_is_refused(body: dict[str, Any]) -> None:
    assert refused(resourceType="Parameters", **body)
