"""Every expansion HL7 published with R4 is derived again from its composition, but for those listed with a reason."""

from collections import Counter

from cordee.fhir.definitions import base_registry
from cordee.fhir.json_value import Json
from cordee.fhir.terminology import CannotTellError, Terminology
from cordee.fhir.terminology.value_set import published_of
from tests.conformance.fhir.published import exclusions

Code = tuple[str, str]


def test_published_expansions_are_derived_again() -> None:
    terminology = Terminology(base_registry())
    outcomes = {
        found["url"]: _compared(terminology, found)
        for found in base_registry().all("ValueSet")
        if (published := published_of(found)) is not None and published.is_closed
    }
    assert Counter(outcomes.values())["same"] == 457
    assert {url: why for url, why in outcomes.items() if why != "same"} == exclusions("expansions.toml")


def test_published_expansions_cut_short_are_within_what_is_derived() -> None:
    terminology = Terminology(base_registry())
    compared = 0
    for found in base_registry().all("ValueSet"):
        published = published_of(found)
        if published is None or published.is_closed:
            continue
        try:
            derived = _derived(terminology, found)
        except CannotTellError:
            continue
        assert {(concept.system, concept.code) for concept in published.concepts} <= derived, found["url"]
        compared += 1
    assert compared == 34


def test_every_published_code_is_a_member() -> None:
    terminology = Terminology(base_registry())
    wrong = set()
    for found in base_registry().all("ValueSet"):
        published = published_of(found)
        opened = terminology.value_set(found)
        codes = published.concepts if published is not None else ()
        if any(opened.has(concept.system, concept.code) is not True for concept in codes):
            wrong.add(found["url"])
    assert wrong == {"http://hl7.org/fhir/ValueSet/example-hierarchical"}


def _compared(terminology: Terminology, value_set: Json) -> str:
    published = published_of(value_set)
    assert published is not None
    try:
        derived = _derived(terminology, value_set)
    except CannotTellError:
        return "cannot-tell"
    told = {(concept.system, concept.code) for concept in published.concepts}
    return "same" if derived == told else "more" if derived > told else "other"


def _derived(terminology: Terminology, value_set: Json) -> set[Code]:
    composed = {name: value for name, value in value_set.items() if name != "expansion"}
    return {(concept.system, concept.code) for concept in terminology.expand(composed).concepts}
