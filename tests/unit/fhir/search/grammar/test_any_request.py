"""Whatever is asked, the grammar answers with a query or a refusal of its own, and drops no criterion."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.fhir.errors import UnsupportedSearchError
from cordee.fhir.search import parameters_of, parse_query
from cordee.kernel.errors import InvalidRequestError

_CODES = [
    *parameters_of("Observation"),
    "_has:Observation:subject:code",
    "_include",
    "_sort",
    "_text",
    "_list",
    "rien",
]
_MODIFIERS = [
    "",
    ":",
    ":exact",
    ":not",
    ":text",
    ":missing",
    ":identifier",
    ":Patient",
    ":iterate",
    ".name",
    ".x",
    ":above",
]
_VALUES = st.one_of(
    st.sampled_from(
        [
            "a|b",
            "|",
            "1$2",
            "ge2024",
            "5|http://unitsofmeasure.org|mg",
            "true",
            "Patient/1",
            "*",
            "\\",
            "a\\,",
        ]
    ),
    st.text(max_size=30),
)
_NAMES = st.one_of(
    st.tuples(st.sampled_from(_CODES), st.sampled_from(_MODIFIERS)).map("".join), st.text(max_size=20)
)


@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=4), st.booleans(), st.sampled_from(["Observation", ""]))
@settings(max_examples=400, deadline=None)
def test_any_request_is_read_or_refused(pairs: list[tuple[str, str]], strict: bool, type_: str) -> None:
    try:
        query = parse_query(type_, pairs, strict)
    except (InvalidRequestError, UnsupportedSearchError):
        return
    assert len(query.applied) + len(query.unknown) == len(pairs)
    assert not (strict and query.unknown)
