"""What Pro Santé Connect says, read: shapes seen in the field, holes and nonsense included."""

from typing import Any

import pytest

from cordee.access.professionals import professional_of
from cordee.access.professionals.claims import ACTIVITIES_MAX, TEXT_LENGTH_MAX
from cordee.access.professionals.roles import role_of
from cordee.fhir import systems
from tests.http.providers.people import activity, exercise, userinfo


def _one(*exercises: dict[str, Any], number: str = "810009900009") -> Any:
    found = professional_of(userinfo(number, "Claire", "DURAND", *exercises))
    assert found is not None
    return found


def test_rpps_is_read_without_its_prefix() -> None:
    assert _one(exercise("60", activity())).identifier == (systems.RPPS, "10009900009")


@pytest.mark.parametrize("number", ["ANS20231122132732", "0719900001", "3719900101/S1", "8123", "8" * 13])
def test_other_numbers_are_national_ids_as_they_are(number: str) -> None:
    assert _one(exercise("60", activity()), number=number).identifier == (systems.NATIONAL_PERSON_ID, number)


def test_every_activity_of_every_profession_is_read() -> None:
    found = _one(
        exercise("60", activity(finess="1"), activity(siret="2")), exercise("94", activity(technical="3"))
    )
    assert [(one.profession, one.structure.identifiers[0]) for one in found.activities] == [
        ("60", (systems.FINESS, "1")),
        ("60", (systems.SIRENE, "2")),
        ("94", (systems.NATIONAL_STRUCTURE_ID, "3")),
    ]


def test_legal_entity_stands_for_its_site_only_without_another_number() -> None:
    both = activity(finess="1", numeroFinessetablissementJuridique="9")
    alone = activity(numeroFinessetablissementJuridique="9")
    found = _one(exercise("60", both, alone))
    assert [one.structure.identifiers for one in found.activities] == [
        ((systems.FINESS, "1"),),
        ((systems.FINESS, "9"),),
    ]


def test_structure_without_number_is_none() -> None:
    assert _one(exercise("60", activity(name="Remplaçant"))).activities[0].structure.identifiers == ()


def test_name_is_that_of_the_exercise_else_that_of_the_person() -> None:
    named = exercise(
        "10", activity(), nomDexercice="MARTIN", prenomDexercice="CLAIRE", codeCiviliteDexercice="DR"
    )
    assert [one.called for one in _one(named, exercise("60", activity())).activities] == [
        "Dr Claire Martin",
        "Claire Durand",
    ]


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"SubjectNameID": "810009900009"},
        {"SubjectNameID": "810009900009", "SubjectRefPro": None},
        {"SubjectNameID": "810009900009", "SubjectRefPro": {"exercices": []}},
        {"SubjectNameID": "810009900009", "SubjectRefPro": {"exercices": {"codeProfession": "60"}}},
        {"SubjectNameID": "810009900009", "SubjectRefPro": {"exercices": [{"codeProfession": "60"}]}},
        {"SubjectNameID": "810009900009", "SubjectRefPro": {"exercices": ["60", 3, None]}},
        {"SubjectNameID": 810009900009, "SubjectRefPro": {"exercices": [exercise("60", activity())]}},
        {"SubjectRefPro": {"exercices": [exercise("60", activity())]}},
    ],
)
def test_without_number_or_activity_nobody_exercises(claims: dict[str, Any]) -> None:
    assert professional_of(claims) is None


def test_students_do_not_exercise() -> None:
    student = exercise("10", activity(), codeCategorieProfessionnelle="E")
    assert professional_of(userinfo("810009900009", "Théo", "Blanc", student)) is None


def test_what_is_read_is_bounded() -> None:
    many = exercise("60", *(activity(finess=str(number), name="x" * 900) for number in range(200)))
    found = _one(many)
    assert len(found.activities) == ACTIVITIES_MAX
    assert len(found.activities[0].structure.name) == TEXT_LENGTH_MAX


@pytest.mark.parametrize(
    ("profession", "skill", "sector", "role"),
    [
        ("10", "SM26", "SA07", "gp"),
        ("10", "SM53", "SA01", "gp"),
        ("10", "SM54", "SA08", "gp"),
        ("10", "SM04", "SA01", "hospital-doctor"),
        ("10", "SM04", "SA07", "specialist"),
        ("21", "", "SA33", "pharmacist"),
        ("40", "", "SA07", "dentist"),
        ("50", "", "SA07", "midwife"),
        ("60", "", "SA07", "nurse"),
        ("70", "", "SA07", "physiotherapist"),
        ("91", "", "SA07", "speech-therapist"),
        ("41", "", "SA07", "social-worker"),
        ("28", "", "SA07", ""),
        ("", "", "", ""),
        ("99", "SM26", "SA01", ""),
    ],
)
def test_profession_gives_the_role_of_the_table_or_none(
    profession: str, skill: str, sector: str, role: str
) -> None:
    one = exercise(profession, activity(codeSecteurDactivite=sector), codeSavoirFaire=skill)
    assert role_of(_one(one).activities[0]) == role
