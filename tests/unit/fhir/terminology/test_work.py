"""What an answer costs has a bound, whoever wrote the value set: nothing is walked twice, what is excluded counts."""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from cordee.fhir.definitions import base_registry
from cordee.fhir.terminology import CannotTellError, Terminology, TooMuchWorkError, Wanted, Work
from tests.unit.fhir.terminology.systems import ANIMALS, ELSEWHERE, animals, filtered, terminology, value_set

STEPS = 100_000
CPU_SECONDS_MAX = 1.0
MANY = [{"code": f"c{number}"} for number in range(10_000)]


def url(level: int, place: int) -> str:
    return f"https://example.org/{level}/{place}"


def diamond(bottom: dict[str, Any], *, together: bool, wide: int = 10, deep: int = 9) -> list[dict[str, Any]]:
    """Return levels of value sets, each of every one of the level below, `together` or one by one."""
    below = [[url(level + 1, place) for place in range(wide)] for level in range(deep)]
    levels = [
        value_set(
            url(level, place),
            *([{"valueSet": found}] if together else [{"valueSet": [one]} for one in found]),
        )
        for level, found in enumerate(below)
        for place in range(wide)
    ]
    return levels + [value_set(url(deep, place), bottom) for place in range(wide)]


def for_given(*beside: dict[str, Any]) -> Terminology:
    return Terminology(base_registry()).for_given((animals(), *beside))


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("bottom", "ask", "expected"),
    [
        ({"system": ANIMALS}, lambda known: known.expand(url(0, 0)).total, 4),
        ({"system": ANIMALS}, lambda known: known.is_member(url(0, 0), ANIMALS, "unicorn"), False),
        ({"system": ANIMALS}, lambda known: known.validate_in_set(url(0, 0), None, "cat").is_valid, True),
        ({"system": ELSEWHERE}, lambda known: known.is_member(url(0, 0), ELSEWHERE, "a"), None),
    ],
)
def test_sets_that_lead_to_the_same_ones_are_each_asked_once(
    bottom: dict[str, Any], ask: Callable[[Terminology], Any], expected: Any, together: bool
) -> None:
    sets = diamond(bottom, together=together)
    for known in (terminology(*sets), for_given(*sets)):
        started = process_time()
        assert ask(known) == expected
        assert process_time() - started < CPU_SECONDS_MAX


def test_systems_that_are_not_known_are_named_once_however_many_ways_lead_there() -> None:
    with pytest.raises(CannotTellError) as refused:
        for_given(*diamond({"system": ELSEWHERE}, together=False)).expand(url(0, 0))
    assert refused.value.systems == (ELSEWHERE,)


@pytest.mark.parametrize(
    "content",
    [
        value_set("", {"system": ELSEWHERE, "concept": MANY}, exclude=[{"system": ELSEWHERE, "concept": MANY}] * 2),
        value_set("", {"valueSet": ["urn:many"]}, exclude=[{"valueSet": ["urn:many"]}]),
        value_set("", *[{"system": ANIMALS}] * STEPS),
        value_set("", *[filtered("regex", "display", "[a-z]*[a-z]*1")] * 1000),
        value_set("", *[filtered("=", "legs", "1")] * 10_000),
        value_set("", *[filtered("regex", "code", f"{n}(a|b)*[a-z]*") for n in range(1000)]),
        value_set("", {"system": ANIMALS, "filter": filtered("=", "legs", "1")["filter"] * 10_000}),
        value_set("", {"valueSet": ["urn:many"] * 10}),
    ],
)  # fmt: skip
def test_work_above_its_bound_is_refused(content: dict[str, Any]) -> None:
    known = for_given(value_set("urn:many", {"system": ELSEWHERE, "concept": MANY}))
    work = Work(STEPS)
    started = process_time()
    with pytest.raises(TooMuchWorkError):
        known.expand(content, Wanted(count=1), work)
    assert process_time() - started < CPU_SECONDS_MAX
    assert work.is_used_up


def test_one_bound_holds_for_several_answers_refused_ones_too() -> None:
    known = for_given(value_set("urn:many", {"system": ELSEWHERE, "concept": MANY}))
    work = Work(STEPS)
    excluding = value_set("", {"valueSet": ["urn:many"]}, exclude=[{"system": ELSEWHERE}])
    with pytest.raises(CannotTellError):
        known.expand(excluding, Wanted(), work)
    assert known.expand("urn:many", Wanted(count=1), work).total == len(MANY)
    with pytest.raises(TooMuchWorkError):
        for code in ("a", "b", "c"):
            known.validate_in_set(
                value_set("", {"system": ELSEWHERE, "concept": MANY}), ELSEWHERE, code, work=work
            )


def test_opening_what_is_in_force_costs_nothing_of_the_bound() -> None:
    types = "http://hl7.org/fhir/ValueSet/c80-doc-typecodes"
    work = Work(6401 + 1)
    assert Terminology(base_registry()).expand(types, Wanted(count=1), work).total == 6401


def test_hierarchy_with_many_ways_down_is_walked_once() -> None:
    def code(level: int, place: int) -> dict[str, Any]:
        parents = [{"code": "parent", "valueCode": f"{level - 1}-{above}"} for above in range(10)]
        return {"code": f"{level}-{place}", "property": parents}

    concepts = [code(level, place) for level in range(10) for place in range(10)]
    system = {"resourceType": "CodeSystem", "url": "urn:s", "content": "complete", "concept": concepts}
    below = {"system": "urn:s", "filter": [{"op": "descendent-of", "property": "concept", "value": "0-0"}]}
    started = process_time()
    assert for_given(system).expand(value_set("", below)).total == 90
    assert process_time() - started < CPU_SECONDS_MAX
