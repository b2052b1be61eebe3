"""Membership in three values, what a code means, and what stands above it."""

from typing import Any

import pytest

from cordee.fhir.terminology import CannotTellError, UnknownCodeError, UnknownCodeSystemError
from tests.unit.fhir.terminology.systems import ANIMALS, ELSEWHERE, PLACES, filtered, terminology, value_set

GENDER = "http://hl7.org/fhir/ValueSet/administrative-gender"
MIME = "http://hl7.org/fhir/ValueSet/mimetypes"


@pytest.mark.parametrize(
    ("content", "system", "code", "expected"),
    [
        (value_set("", {"system": ANIMALS}), ANIMALS, "cat", True),
        (value_set("", {"system": ANIMALS}), ANIMALS, "unicorn", False),
        (value_set("", {"system": ANIMALS}), ELSEWHERE, "cat", False),
        (value_set("", {"system": ANIMALS}), None, "cat", True),
        (value_set("", {"system": ANIMALS}), None, "unicorn", False),
        (value_set("", {"system": ANIMALS}), ANIMALS, "CAT", False),
        (value_set("", {"system": PLACES}), PLACES, "HOME", True),
        (value_set("", {"system": PLACES}), PLACES, "work", None),
        (value_set("", {"system": PLACES}), ANIMALS, "work", False),
        (value_set("", {"system": ELSEWHERE}), ELSEWHERE, "a", None),
        (value_set("", {"system": ELSEWHERE}), None, "a", None),
        (value_set("", {"system": ELSEWHERE, "concept": [{"code": "a"}]}), ELSEWHERE, "a", True),
        (value_set("", {"system": ELSEWHERE, "concept": [{"code": "a"}]}), ELSEWHERE, "b", False),
        (value_set("", {"system": ELSEWHERE}, {"system": ANIMALS}), ANIMALS, "cat", True),
        (value_set("", {"system": ANIMALS}, exclude=[filtered("=", "code", "cat")]), ANIMALS, "cat", False),
        (value_set("", {"system": ANIMALS}, exclude=[{"system": ELSEWHERE}]), ANIMALS, "cat", True),
        (value_set("", {"valueSet": ["https://example.org/unheard-of"]}), ANIMALS, "cat", None),
        (value_set("", {"system": ANIMALS, "valueSet": ["https://example.org/unheard-of"]}), ANIMALS, "unicorn", False),
        (value_set("", filtered("=", "colour", "red")), ANIMALS, "cat", None),
        ({"resourceType": "ValueSet"}, ANIMALS, "cat", False),
    ],
)  # fmt: skip
def test_membership_is_told_only_when_known(
    content: dict[str, Any], system: str | None, code: str, expected: bool | None
) -> None:
    assert terminology().is_member(content, system, code) is expected


def test_unknown_set_cannot_tell() -> None:
    assert terminology().is_member("https://example.org/unheard-of", ANIMALS, "cat") is None


def test_published_sets_answer() -> None:
    found = terminology()
    assert found.is_member(GENDER, None, "male") is True
    assert found.is_member(f"{GENDER}|4.0.1", "http://hl7.org/fhir/administrative-gender", "man") is False
    assert found.is_member(f"{GENDER}|9", None, "male") is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("text/plain; charset=utf-8", True), ("image/jpeg", True), ("jpeg", False), ("", False)],
)
def test_system_that_is_a_grammar_tells_by_form(code: str, expected: bool) -> None:
    assert terminology().is_member(MIME, None, code) is expected


def test_lookup_says_what_a_code_means() -> None:
    found = terminology().lookup(ANIMALS, "cat")
    assert (found.display, found.definition, found.parents) == ("Cat", "It purrs.", ("pet",))
    assert found.display_in("fr-FR") == "Chat à poil long"
    assert found.display_in("de") == found.display_in(None) == "Cat"


def test_lookup_refuses_what_is_not_known() -> None:
    with pytest.raises(UnknownCodeError, match="does not exist"):
        terminology().lookup(ANIMALS, "unicorn")
    with pytest.raises(UnknownCodeError, match="known here"):
        terminology().lookup(PLACES, "work")
    with pytest.raises(UnknownCodeSystemError):
        terminology().lookup(ELSEWHERE, "a")
    with pytest.raises(UnknownCodeSystemError):
        terminology().lookup(ANIMALS, "cat", "1")


def test_hierarchy_knows_nesting_and_properties() -> None:
    found = terminology()
    assert found.descendants(ANIMALS, "pet") == {"cat", "canary", "rabbit"}
    assert found.ancestors(ANIMALS, "rabbit") == {"pet", "game"}
    assert found.descendants(ANIMALS, "cat") == frozenset()
    assert found.descendants(ANIMALS, "unicorn") is None
    assert found.ancestors(ELSEWHERE, "a") is None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("cat", "cat", "equivalent"),
        ("pet", "cat", "subsumes"),
        ("rabbit", "game", "subsumed-by"),
        ("cat", "game", "not-subsumed"),
    ],
)
def test_subsumption(first: str, second: str, expected: str) -> None:
    assert terminology().subsumes(ANIMALS, first, second) == expected


def test_hierarchy_that_goes_round_in_circles_ends() -> None:
    circular = {
        "resourceType": "CodeSystem",
        "url": ELSEWHERE,
        "content": "complete",
        "concept": [
            {"code": "a", "property": [{"code": "parent", "valueCode": "b"}]},
            {"code": "b", "property": [{"code": "parent", "valueCode": "a"}]},
        ],
    }
    assert terminology(circular).descendants(ELSEWHERE, "a") == {"b"}


def test_display_is_compared_without_accents_and_case() -> None:
    found = terminology()
    for display in (None, "cat", "CHAT A POIL LONG"):
        assert found.validate_in_system(ANIMALS, "cat", display).is_valid
    wrong = found.validate_in_system(ANIMALS, "cat", "Dog")
    assert (wrong.is_valid, wrong.display) == (False, "Cat")


def test_validation_refuses_to_guess() -> None:
    found = terminology()
    assert not found.validate_in_system(ANIMALS, "unicorn").is_valid
    with pytest.raises(CannotTellError):
        found.validate_in_system(PLACES, "work")
    with pytest.raises(CannotTellError):
        found.validate_in_system(ELSEWHERE, "a")
    with pytest.raises(CannotTellError):
        found.validate_in_set(value_set("", {"system": ELSEWHERE}), ELSEWHERE, "a")


def test_validation_in_a_set_names_set_and_code() -> None:
    content = value_set("https://example.org/four", filtered("=", "legs", "4"))
    found = terminology(content)
    assert found.validate_in_set(content["url"], ANIMALS, "cat").display == "Cat"
    refused = found.validate_in_set(content["url"], ANIMALS, "canary")
    assert not refused.is_valid
    assert refused.message_en == f"The code {ANIMALS}|canary is not in https://example.org/four."
