"""Which codes an expansion lists, in which order, a page at a time."""

from typing import Any

import pytest

from cordee.fhir.terminology import (
    CannotTellError,
    TooCostlyError,
    UnknownValueSetError,
    UnusableValueSetError,
    Wanted,
)
from tests.unit.fhir.terminology.systems import ANIMALS, ELSEWHERE, PLACES, filtered, terminology, value_set


def codes(content: dict[str, Any], *beside: dict[str, Any], **wanted: Any) -> list[str]:
    found = terminology(*beside).expand(content, Wanted(**wanted))
    return [concept.code for concept in found.concepts]


def test_whole_system_leaves_out_abstract_and_withdrawn_codes() -> None:
    assert codes(value_set("", {"system": ANIMALS})) == ["pet", "cat", "canary", "rabbit"]


def test_set_that_wants_inactive_codes_gets_them() -> None:
    assert codes(value_set("", {"system": ANIMALS}, inactive=True)) == [
        "pet",
        "cat",
        "canary",
        "rabbit",
        "dodo",
    ]


def test_codes_listed_come_in_their_order_with_the_words_of_the_set() -> None:
    include = {"system": ANIMALS, "concept": [{"code": "rabbit"}, {"code": "cat", "display": "Puss"}]}
    found = terminology().expand(value_set("", include))
    assert [(concept.code, concept.display) for concept in found.concepts] == [
        ("rabbit", "Rabbit"),
        ("cat", "Puss"),
    ]
    assert found.versions == (f"{ANIMALS}|2",)


def test_codes_listed_of_an_unknown_system_are_known() -> None:
    assert codes(value_set("", {"system": ELSEWHERE, "concept": [{"code": "a"}]})) == ["a"]


@pytest.mark.parametrize(
    ("operator", "name", "value", "expected"),
    [
        ("is-a", "concept", "pet", ["pet", "cat", "canary", "rabbit"]),
        ("descendent-of", "concept", "pet", ["cat", "canary", "rabbit"]),
        ("is-not-a", "concept", "pet", []),
        ("is-not-a", "concept", "game", ["pet", "cat", "canary"]),
        ("generalizes", "concept", "rabbit", ["pet", "rabbit"]),
        ("=", "legs", "4", ["cat", "rabbit"]),
        ("=", "parent", "pet", ["cat", "canary", "rabbit"]),
        ("=", "child", "cat", ["pet"]),
        ("in", "code", "cat, canary,none", ["cat", "canary"]),
        ("not-in", "code", "cat,canary", ["pet", "rabbit"]),
        ("in", "habitat", "indoor,outdoor", ["cat"]),
        ("exists", "legs", "true", ["cat", "canary", "rabbit"]),
        ("exists", "legs", "false", ["pet"]),
        ("regex", "code", "ca.*", ["cat", "canary"]),
        ("regex", "code", "ca", []),
        ("=", "display", "Cat", ["cat"]),
    ],
)
def test_filter_lets_through(operator: str, name: str, value: str, expected: list[str]) -> None:
    assert codes(value_set("", filtered(operator, name, value))) == expected


def test_filters_of_one_include_all_hold() -> None:
    both = filtered("is-a", "concept", "pet")["filter"] + filtered("=", "legs", "4")["filter"]
    assert codes(value_set("", {"system": ANIMALS, "filter": both})) == ["cat", "rabbit"]


def test_includes_add_and_excludes_take_away() -> None:
    content = value_set(
        "",
        filtered("=", "legs", "4"),
        {"system": ANIMALS, "concept": [{"code": "canary"}, {"code": "cat"}]},
        exclude=[{"system": ANIMALS, "concept": [{"code": "rabbit"}]}],
    )
    assert codes(content) == ["cat", "canary"]


def test_sets_named_in_one_include_are_intersected() -> None:
    four = value_set("https://example.org/four", filtered("=", "legs", "4"))
    tame = value_set("https://example.org/tame", filtered("descendent-of", "concept", "pet"))
    both = {"valueSet": [four["url"], tame["url"]]}
    assert codes(value_set("", both), four, tame) == ["cat", "rabbit"]
    assert codes(value_set("", {**both, **filtered("=", "habitat", "indoor")}), four, tame) == ["cat"]


def test_text_finds_codes_words_and_designations_without_accents() -> None:
    content = value_set("", {"system": ANIMALS})
    assert codes(content, text="CHAT a poil") == ["cat"]
    assert codes(content, text="bit") == ["rabbit"]
    assert codes(content, text="unicorn") == []


def test_page_says_the_total() -> None:
    found = terminology().expand(value_set("", {"system": ANIMALS}), Wanted(offset=1, count=2))
    assert [concept.code for concept in found.concepts] == ["cat", "canary"]
    assert (found.total, found.offset) == (4, 1)
    assert terminology().expand(value_set("", {"system": ANIMALS}), Wanted(count=0)).concepts == ()


def test_active_only_leaves_out_inactive_codes() -> None:
    content = value_set("", {"system": ANIMALS}, inactive=True)
    assert "dodo" not in codes(content, active_only=True)


@pytest.mark.parametrize(
    "include",
    [
        {"system": ELSEWHERE},
        {"system": PLACES},
        {"system": f"{ANIMALS}", "version": "1"},
        {"system": ELSEWHERE, "filter": [{"op": "is-a", "property": "concept", "value": "a"}]},
        {"system": ANIMALS, "filter": [{"op": "=", "property": "colour", "value": "red"}]},
        {"valueSet": ["https://example.org/unheard-of"]},
    ],
)
def test_set_of_unknown_codes_is_refused_and_names_what_is_missing(include: dict[str, Any]) -> None:
    with pytest.raises(CannotTellError) as refused:
        terminology().expand(value_set("", include))
    assert refused.value.systems == (include.get("system") or include["valueSet"][0],)


def test_published_expansion_answers_where_the_codes_are_unknown() -> None:
    content = value_set("", {"system": ELSEWHERE})
    nested = {"system": ELSEWHERE, "code": "a", "contains": [{"system": ELSEWHERE, "code": "b"}]}
    assert codes({**content, "expansion": {"contains": [nested]}}) == ["a", "b"]
    with pytest.raises(CannotTellError):
        codes({**content, "expansion": {"total": 3, "contains": [nested]}})


def test_unknown_address_is_refused() -> None:
    with pytest.raises(UnknownValueSetError):
        terminology().expand("https://example.org/unheard-of")


def test_set_that_contains_itself_is_refused() -> None:
    first = value_set("https://example.org/1", {"valueSet": ["https://example.org/2"]})
    second = value_set("https://example.org/2", {"valueSet": ["https://example.org/1"]})
    for given in (first, first["url"]):
        with pytest.raises(UnusableValueSetError):
            terminology(first, second).expand(given)


def test_chain_of_sets_that_is_too_deep_is_refused() -> None:
    chain = [
        value_set(f"https://example.org/{n}", {"valueSet": [f"https://example.org/{n + 1}"]})
        for n in range(50)
    ]
    with pytest.raises(UnusableValueSetError):
        terminology(*chain).expand(chain[0]["url"])


def test_expansion_above_the_bound_is_refused_and_may_be_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cordee.fhir.terminology.expansion.EXPANSION_CODES_MAX", 3)
    content = value_set("", {"system": ANIMALS})
    with pytest.raises(TooCostlyError):
        codes(content)
    assert codes(content, offset=1, count=3) == ["cat", "canary", "rabbit"]


def test_empty_set_is_empty() -> None:
    assert codes({"resourceType": "ValueSet", "url": "https://example.org/empty"}) == []
