"""Whatever the text and whatever the data, only the two errors of the language come out, in bounded time."""

import contextlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.fhir.path import Environment, PathEvaluationError, PathSyntaxError, compile_path
from cordee.fhir.path.functions import FUNCTIONS
from cordee.fhir.path.operators import OPERATORS

LITERALS = [
    *"1 0 2.50 'abc' '' true {} @2024 @2024-02-29T10:30:00.5+02:00 @T12:30 @2024-03 $this $index $total %resource "
    "%context 'a+' '2024-01-01' '1' 99999999999999999999".split(),
    "4 'mg'",
    "2 'cm2'",
    "3 days",
    "1 year",
]
_NAMES = (
    "name given family birthDate active telecom value deceased extension id contained multipleBirth absent"
).split()
_TYPES = "Patient HumanName string boolean date Quantity System.String FHIR.Patient Resource Integer".split()
_SYMBOLS = (
    "( ) [ ] { } . , + - * / & | < > = ~ != !~ <= >= @ % $ ` ' \\ \" # ; and or is as in contains div mod"
)


def _calls(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def call(name: str) -> st.SearchStrategy[str]:
        function = FUNCTIONS[name]
        argument = st.sampled_from(_TYPES) if name in {"is", "as", "ofType"} else children
        arguments = st.lists(argument, min_size=function.arguments_min, max_size=function.arguments_max)
        return st.tuples(children, arguments).map(lambda parts: f"({parts[0]}).{name}({', '.join(parts[1])})")

    return st.one_of(
        st.sampled_from(sorted(FUNCTIONS)).flatmap(call),
        st.tuples(children, st.sampled_from(sorted(OPERATORS)), children).map(
            lambda it: f"({it[0]} {it[1]} {it[2]})"
        ),
        st.tuples(children, st.sampled_from(_NAMES)).map(lambda it: f"({it[0]}).{it[1]}"),
        st.tuples(children, children).map(lambda it: f"({it[0]})[{it[1]}]"),
        st.tuples(children, st.sampled_from(_TYPES)).map(lambda it: f"({it[0]} is {it[1]})"),
        children.map(lambda it: f"-({it})"),
    )


EXPRESSIONS = st.recursive(st.sampled_from(LITERALS + _NAMES), _calls, max_leaves=8)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.decimals(allow_nan=False, allow_infinity=False).map(Decimal),
    st.sampled_from(["", "a", "2024", "2024-13", "10:00:00", "#x", "Patient/1", "\ud83d"]),
)
DATA = st.recursive(
    SCALARS,
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [*_NAMES, "_birthDate", "_given", "reference", "resourceType", "code", "unit", "url"]
            ),
            below,
            max_size=4,
        ),
    ),
    max_leaves=12,
)
RESOURCES = st.dictionaries(
    st.sampled_from([*_NAMES, "_birthDate", "deceasedBoolean", "multipleBirthInteger"]), DATA, max_size=6
).map(lambda content: {"resourceType": "Patient"} | content)
BOUNDED = Environment(steps_max=20_000)


@given(
    st.one_of(
        st.text(max_size=60), st.lists(st.sampled_from(_SYMBOLS.split() + _NAMES + LITERALS)).map(" ".join)
    )
)
@settings(max_examples=250, deadline=None)
def test_any_text_compiles_or_is_refused(text: str) -> None:
    with contextlib.suppress(PathSyntaxError):
        compile_path(text, "Patient")


@given(EXPRESSIONS, RESOURCES)
@settings(max_examples=250, deadline=None)
def test_any_evaluation_answers_or_is_refused(expression: str, resource: dict[str, Any]) -> None:
    with contextlib.suppress(PathSyntaxError, PathEvaluationError):
        path = compile_path(expression, "Patient")
        path(resource, BOUNDED)
        path.pairs(resource, BOUNDED)


@given(RESOURCES)
@settings(max_examples=100, deadline=None)
def test_navigation_steps_over_what_is_not_shaped_as_its_type(resource: dict[str, Any]) -> None:
    for expression in (
        "name.given",
        "Patient.deceased as boolean",
        "name.where(use='usual').given | telecom.value",
    ):
        path = compile_path(expression, "Patient")
        assert path.is_fast
        path.pairs(resource)


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 500 + "1" + ")" * 500,
        "-" * 5_000 + "1",
        "a" + ".a" * 5_000,
        "1" + "+1" * 5_000,
        "a" + "[0]" * 5_000,
        "a.where(" * 300 + "true" + ")" * 300,
        "9" * 5_000,
        "1." + "9" * 5_000,
        "'" + "a" * 40_000 + "'",
        "a(" + "1," * 5_000 + "1)",
        "@2024-02-30",
        "1 '" + "m" * 400 + "'",
    ],
)
def test_monstrous_expression_is_refused_or_harmless(expression: str) -> None:
    with contextlib.suppress(PathSyntaxError, PathEvaluationError):
        compile_path(expression, "Patient")({"resourceType": "Patient"})


@pytest.mark.parametrize(
    "expression",
    [
        "('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!').matches('^(a+)+$')",
        "('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!').replaceMatches('(a|aa)+$', 'b')",
        "(1|2|3|4|5|6|7|8|9).repeat($this | ($this + 1))",
        "descendants().where(%resource.descendants().where(%resource.descendants().exists()).exists())",
        "(1|2|3|4|5|6|7|8|9).aggregate($total & 'aaaaaaaaaa' & $total & $total & $total & $total & $total & $total)",
        "'a'" + ".replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')" * 9,
        "'a'" + ".replace('', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')" * 9,
        "10.power(1000000000)",
        "2.power(100000).toString()",
        "1.5.power(99999999.5)",
        "(9.9).exp().exp().exp().exp()",
    ],
)
def test_greedy_evaluation_ends_soon(expression: str) -> None:
    resource = {"resourceType": "Patient", "name": [{"given": ["a"] * 20} for _ in range(20)]}
    with contextlib.suppress(PathEvaluationError):
        compile_path(expression, "Patient")(resource, Environment(steps_max=100_000))
