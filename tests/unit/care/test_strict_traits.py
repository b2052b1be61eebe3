"""Strict traits: none may differ, and how a name is typed does not count."""

from datetime import date

import msgspec
import pytest

from cordee.care.strict_traits import StrictTraits, matches
from cordee.fhir import systems
from cordee.fhir.r4 import Address, Coding, Extension, HumanName, Patient

TRAITS = StrictTraits(
    family="D’Éon-Le Gall", given="Anne-Marie", born_on=date(1942, 3, 12), gender="female", birthplace="71014"
)


def person(**more: object) -> Patient:
    place = Address(
        city="Autun",
        extension=[
            Extension(
                url=systems.FR_INSEE_CODE, valueCoding=Coding(system=systems.INSEE_COMMUNE, code="71014")
            )
        ],
    )
    fields: dict[str, object] = {
        "name": [
            HumanName(use="official", family="D'EON LE GALL", given=["Anne Marie", "Louise"]),
            HumanName(use="usual", family="MARTIN", given=["Anne"]),
        ],
        "gender": "female",
        "birthDate": "1942-03-12",
        "extension": [Extension(url=systems.BIRTH_PLACE, valueAddress=place)],
    }
    return Patient(**(fields | more))  # type: ignore[arg-type]


def test_accents_hyphens_and_apostrophes_do_not_count() -> None:
    assert matches(person(), TRAITS)


@pytest.mark.parametrize(
    "change",
    [
        {"family": "Martin"}, {"family": ""}, {"given": "Anne"}, {"given": "Louise"},
        {"born_on": date(1942, 12, 3)}, {"gender": "male"}, {"birthplace": "71076"},
    ],
)  # fmt: skip
def test_one_trait_that_differs_is_somebody_else(change: dict[str, object]) -> None:
    assert not matches(person(), msgspec.structs.replace(TRAITS, **change))  # type: ignore[arg-type]


def test_place_of_birth_counts_only_where_both_know_it() -> None:
    assert matches(person(extension=None), TRAITS)
    assert matches(person(), msgspec.structs.replace(TRAITS, birthplace=""))


def test_person_without_a_birth_date_or_whose_record_is_closed_is_nobody() -> None:
    assert not matches(person(birthDate=None), TRAITS)
    assert not matches(person(birthDate="1942"), TRAITS)
    assert not matches(person(active=False), TRAITS)
    assert not matches(person(name=None), TRAITS)
