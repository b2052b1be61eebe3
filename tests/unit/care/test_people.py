"""Names as people are called by."""

import pytest

from cordee.care.people import full_name, human_name
from cordee.fhir.r4 import HumanName, Patient


def test_birth_name_is_said_when_another_is_used() -> None:
    patient = Patient(
        gender="female",
        name=[
            HumanName(use="official", family="Lambert", given=["Jeanne"]),
            HumanName(use="usual", family="Moreau"),
        ],
    )
    assert full_name(patient).civil == "Mme Jeanne MOREAU née LAMBERT"


def test_birth_name_alone_is_not_repeated() -> None:
    patient = Patient(gender="male", name=[HumanName(use="official", family="Roy", given=["Luc"])])
    assert full_name(patient).civil == "M. Luc ROY"


@pytest.mark.parametrize("names", [None, [], [HumanName()]])
def test_person_without_name_is_said_so(names: list[HumanName] | None) -> None:
    assert full_name(Patient(name=names)).polite == "Nom inconnu"


def test_professional_is_said_with_title() -> None:
    assert human_name([HumanName(prefix=["Dr"], given=["Paul"], family="Girard")]) == "Dr Paul Girard"
