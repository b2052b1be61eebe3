"""Scores of French identities: what is the same person, what may be, and what is not."""

from typing import Any

import pytest

from cordee.fhir.matching import score, traits_of
from cordee.fhir.matching.traits import NAMES_MAX
from cordee.fhir.systems import FR_BIRTH_LIST_GIVEN_NAME, INS_NIR

INS = {"system": INS_NIR, "value": "255069911234563"}
OTHER_INS = {"system": INS_NIR, "value": "155069911234500"}


def person(
    family: str = "Martin", given: Any = "Jeanne", birth: str = "1955-06-12", **more: Any
) -> dict[str, Any]:
    """Return a Patient; a given name as text is one given name."""
    names = [{"use": "official", "family": family, "given": [given] if isinstance(given, str) else given}]
    return {"resourceType": "Patient", "name": names, "birthDate": birth} | more


def grade(one: dict[str, Any], other: dict[str, Any]) -> str:
    """Return the grade, the same both ways."""
    there, back = score(traits_of(one), traits_of(other)), score(traits_of(other), traits_of(one))
    assert there == back
    assert 0 <= there.score <= 1
    return there.grade


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person(), person()),
        (person(given="Jean-Pierre"), person(given="Jean Pierre")),
        (person(given="Jean-Pierre"), person(given=["Jean", "Pierre"])),
        (person(given="Jean-Pierre"), person(given="JEANPIERRE")),
        (person(given="Éloïse"), person(given="Eloise")),
        (person("de la Tour"), person("De La Tour")),
        (person("de la Tour"), person("Tour")),
        (person("D’Œuvre"), person("d'oeuvre")),
        (person("Le Goff"), person("LEGOFF")),
        (person("Saint-Martin"), person("St Martin")),
        (person(given=["Marie", "Louise", "Anne"]), person(given="Marie")),
        (person(given="Louise"), person(given=["Marie", "Louise"])),
        (person("Durand née Martin"), person("Martin")),
        (person("Martin", gender="female"), person("Martin", gender="female")),
        (person(), person(address=[{"city": "Guise", "postalCode": "02120"}])),
    ],
)
def test_the_same_person_written_another_way_is_certain(one: Any, other: Any) -> None:
    assert grade(one, other) == "certain"


def test_a_birth_name_and_a_used_name_meet_in_any_use() -> None:
    registered = person("Martin")
    registered["name"].append({"use": "usual", "family": "Durand", "given": ["Jeanne"]})

    assert grade(registered, person("Durand")) == "certain"
    assert grade(registered, person("Martin")) == "certain"


def test_a_given_name_of_the_birth_list_counts() -> None:
    registered = person(given="Jeanne")
    registered["name"][0]["extension"] = [
        {"url": FR_BIRTH_LIST_GIVEN_NAME, "valueString": "Marie Jeanne Louise"}
    ]

    assert grade(registered, person(given="Marie")) == "certain"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Pierre", "Martin"), person("Martin", "Pierre")),
        (person(birth="1955-06-12"), person(birth="1955-12-06")),
        (person("Martin"), person("Martin-Durand")),
        (person("Lefevre"), person("Lefebvre")),
        (person(given="Marie"), person(given="Marie-Claude")),
        (person(birth="1955-06-12"), person(birth="1955-06-13")),
        (person(birth="1955-06-12"), person(birth="1955-01-01")),
    ],
)
def test_what_a_hand_or_a_register_changes_is_probable_at_best(one: Any, other: Any) -> None:
    assert grade(one, other) in ("probable", "possible")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person(birth="1955-06-12"), person(birth="1955-12-06")),
        (person("Pierre", "Martin", birth="1955-06-12"), person("Martin", "Pierre", birth="1955-12-06")),
        (person(), person(birth="1955")),
    ],
)
def test_an_inverted_or_partial_date_is_never_certain(one: Any, other: Any) -> None:
    assert grade(one, other) in ("probable", "possible")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Martin"), person("Lambert", "Odile", birth="1931-01-02")),
        (person(), person("Lambert", "Odile")),
        (person("Martin", "Paul", birth="1980-01-01"), person("Martin", "Jeanne", birth="1955-06-12")),
    ],
)
def test_somebody_else_is_no_match(one: Any, other: Any) -> None:
    assert grade(one, other) == "certainly-not"


def test_a_twin_is_not_certain() -> None:
    assert grade(person(given="Jeanne"), person(given="Louise")) in ("possible", "certainly-not")


def test_names_alone_are_never_certain() -> None:
    nameless = {"resourceType": "Patient", "name": [{"family": "Martin", "given": ["Jeanne"]}]}

    assert grade(nameless, person()) == "possible"


def test_the_same_national_identifier_is_certain_when_traits_agree() -> None:
    assert grade(person("Lefevre", identifier=[INS]), person("Lefebvre", identifier=[INS])) == "certain"
    assert grade({"resourceType": "Patient", "identifier": [INS]}, person(identifier=[INS])) == "certain"


def test_the_same_national_identifier_on_somebody_else_is_a_warning_not_a_match() -> None:
    found = grade(person(identifier=[INS]), person("Lambert", "Odile", "1931-01-02", identifier=[INS]))

    assert found == "possible"


def test_two_national_identifiers_make_two_people() -> None:
    assert grade(person(identifier=[INS]), person(identifier=[OTHER_INS])) in ("possible", "certainly-not")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({}, False),
        ({"gender": "male", "birthDate": "1955-06-12"}, False),
        ({"name": [{"family": "Martin"}]}, False),
        ({"name": [{"family": "Martin", "given": ["Jeanne"]}]}, True),
        ({"name": [{"given": ["Jeanne"]}], "birthDate": "1955-06-12"}, True),
        ({"identifier": [INS]}, True),
        ({"identifier": [{"system": "urn:a"}]}, False),
    ],
)
def test_too_few_traits_tell_nobody(content: dict[str, Any], expected: bool) -> None:
    assert traits_of(content).are_enough is expected


def test_thousands_of_names_are_not_compared() -> None:
    many = person()
    many["name"] += [
        {"family": f"Nom{n}", "given": [f"Prenom{n}.{m}" for m in range(25)]} for n in range(5_000)
    ]
    found = traits_of(many)

    assert (len(found.families), len(found.givens)) == (NAMES_MAX, NAMES_MAX)
    assert max(map(len, found.givens)) == NAMES_MAX
    assert grade(many, person()) == "certain"
