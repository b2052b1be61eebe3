"""SMART scopes: read, said again, narrowed; and what a grant leaves of a person's policy."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.access.errors import InsufficientScopeError, OAuthError
from cordee.access.limits import EVERY_LABEL, Limits
from cordee.access.scopes import LETTERS, Scopes, read_scopes
from cordee.store import Asker
from cordee.store import categories as cat
from cordee.store import visibility as vis

NURSE = Asker(
    who="PractitionerRole/nurse",
    role="nurse",
    keys=("PractitionerRole/nurse",),
    reads=cat.IDENTITY | cat.PLAN | cat.MEASURES,
    writes=cat.MEASURES,
    reader=vis.MASQUE_PS,
    may_open_records=True,
)
TYPES = ("*", "Patient", "Observation", "Condition")
CLINICAL = st.builds(
    lambda context, type_, letters: f"{context}/{type_}.{''.join(one for one in LETTERS if one in letters)}",
    st.sampled_from(("patient", "user", "system")),
    st.sampled_from(TYPES),
    st.sets(st.sampled_from(LETTERS), min_size=1),
)
SCOPES = st.lists(CLINICAL, max_size=5).map(lambda words: read_scopes(" ".join(words)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("patient/Observation.read", "patient/Observation.rs"),
        ("patient/Observation.write", "patient/Observation.cud"),
        ("user/*.*", "user/*.cruds"),
        ("patient/Observation.r patient/Observation.s", "patient/Observation.rs"),
        ("patient/Patient.r openid patient/Goal.rs launch", "launch openid patient/Goal.rs patient/Patient.r"),
        ("launch/encounter smart/orchestrate_launch profile", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_scopes_are_said_in_version_2_and_one_order(text: str, said: str) -> None:
    assert read_scopes(text).text == said
    assert read_scopes(said).text == said


@pytest.mark.parametrize(
    "text",
    [
        "patient/Observation.rs?category=laboratory", "patient/Goal.sr", "patient/Observation.", "patient/Observation",
        "patient/Nothing.rs", "patient/.rs", "patient/observation.rs", "patient/Observation.rrs", "system/*.x",
        "patient/Observation.rs?", "patient/*.rs " * 400,
    ],
)  # fmt: skip
def test_scopes_that_are_malformed_or_of_a_part_are_refused(text: str) -> None:
    with pytest.raises(OAuthError) as refusal:
        read_scopes(text)
    assert refusal.value.error == "invalid_scope"


@given(SCOPES, SCOPES)
def test_narrowed_scopes_allow_what_both_do(asked: Scopes, limit: Scopes) -> None:
    given_ = asked.within(limit)
    assert read_scopes(given_.text) == given_
    assert given_.within(limit) == given_ == given_.within(asked)
    for context in ("patient", "user", "system"):
        for type_ in TYPES[1:]:
            for letter in LETTERS:
                both = _allows(asked, context, type_, letter) and _allows(limit, context, type_, letter)
                assert _allows(given_, context, type_, letter) == both


@given(SCOPES)
def test_a_grant_only_takes_away(scopes: Scopes) -> None:
    limits = Limits(application_id="a", scopes=scopes, patient_id="p", reads=cat.PLAN, writes=cat.ALL)
    narrowed = limits.narrow(NURSE, is_system=False)
    assert (narrowed.reads, narrowed.writes) == (cat.PLAN, cat.MEASURES)
    assert (narrowed.keys, narrowed.reader, narrowed.may_open_records) == (NURSE.keys, NURSE.reader, False)
    assert narrowed.only_types is not None or any(one.type == "*" for one in scopes.clinical)
    assert narrowed.only_patient == ("p" if scopes.of_context("patient") else "")
    for letter in LETTERS:
        try:
            once_more = limits.narrow_to(narrowed, letter, "Observation")
        except InsufficientScopeError:
            continue
        for wider, tighter in (
            (narrowed.only_types, once_more.only_types),
            (narrowed.write_types, once_more.write_types),
        ):
            assert wider is None or (tighter is not None and tighter <= wider)


def test_scopes_of_a_patient_without_a_patient_open_nothing() -> None:
    limits = Limits(
        application_id="a", scopes=read_scopes("patient/*.rs"), patient_id="", reads=cat.ALL, writes=cat.ALL
    )
    with pytest.raises(InsufficientScopeError):
        limits.narrow(NURSE, is_system=False)


def test_a_system_has_its_mask_and_no_label_opens_to_it() -> None:
    nothing = msgspec.structs.replace(NURSE, reads=0, writes=0)
    limits = Limits(
        application_id="a", scopes=read_scopes("system/*.rs"), patient_id="", reads=cat.PLAN, writes=0
    )
    narrowed = limits.narrow(nothing, is_system=True)
    assert (narrowed.reads, narrowed.writes, narrowed.write_types) == (cat.PLAN, 0, frozenset())
    assert narrowed.reader == EVERY_LABEL
    assert all(narrowed.reader & bit for bit in vis.BIT_OF_LABEL.values())


def test_reading_letters_write_nothing_and_search_is_not_read() -> None:
    limits = Limits(
        application_id="a", scopes=read_scopes("user/Patient.r user/Observation.cs"), patient_id="", reads=cat.ALL,
        writes=cat.ALL,
    )  # fmt: skip
    whole = limits.narrow(NURSE, is_system=False)
    assert (whole.only_types, whole.write_types) == ({"Patient", "Observation"}, {"Observation"})
    searching = limits.narrow_to(whole, "s", "")
    assert (searching.only_types, searching.write_types) == ({"Observation"}, frozenset())
    for letters, type_ in (
        ("r", "Observation"),
        ("s", "Patient"),
        ("u", "Observation"),
        ("d", ""),
        ("cs", "Patient"),
    ):
        with pytest.raises(InsufficientScopeError):
            limits.narrow_to(whole, letters, type_)
    assert limits.narrow_to(whole, "cs", "Observation").write_types == {"Observation"}


def _allows(scopes: Scopes, context: str, type_: str, letter: str) -> bool:
    return any(
        one.context == context and one.type in ("*", type_) and letter in one.letters
        for one in scopes.clinical
    )
