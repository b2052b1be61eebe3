"""A region of fictional people of any size, the same each time, and a nurse who stands in forty of its circles.

Names are drawn with the skew real ones have: a few families are common, most are rare.
"""

import random
from collections.abc import Iterable, Iterator
from typing import Any

from bench import record
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    Coding,
    Condition,
    HumanName,
    Identifier,
    Patient,
    Period,
    Reference,
)

CIRCLES = 40
"""Circles the nurse stands in: every 25th person of the first thousand."""
STEP = 25
FAMILIES = 4000
OBSERVATIONS = 24
OTHER_MEMBERS = 500
IDENTIFIER = "urn:oid:1.2.250.1.213.1.4.10"
_SYLLABLES = (
    "ba",
    "cor",
    "dan",
    "el",
    "fou",
    "gui",
    "hu",
    "jo",
    "lam",
    "mar",
    "nor",
    "pi",
    "rou",
    "sa",
    "ter",
    "vil",
)
_GIVEN = (
    "Jeanne",
    "Marie",
    "Éloïse",
    "André",
    "Jean-Pierre",
    "Françoise",
    "Léon",
    "Noé",
    "Zoé",
    "Anne-Sophie",
)
_PROBLEMS = ("I10", "E11", "I50", "J44", "F00", "C50")


def is_mine(number: int) -> bool:
    """Return whether the nurse stands in the circle of the patient of that number."""
    return number % STEP == 0 and number // STEP < CIRCLES


def mine() -> list[int]:
    """Return the numbers of the patients whose circle holds the nurse, the same however large the region."""
    return [number * STEP for number in range(CIRCLES)]


def family(number: int) -> str:
    """Return the family name of a patient: rank r is about 1/r as common as the first."""
    rank = min(int(FAMILIES ** random.Random(number).random()), FAMILIES - 1)
    parts = [_SYLLABLES[rank % 16], _SYLLABLES[rank // 16 % 16], _SYLLABLES[rank // 256 % 16]]
    return "".join(parts).capitalize()


def identifier(number: int) -> str:
    """Return the test INS of a patient, its check digits right."""
    digits = f"2{number:012d}"
    return f"{digits}{97 - int(digits) % 97:02d}"


def patient(number: int) -> Patient:
    """Return a fictional person with an identity of test."""
    return Patient(
        id=record.patient_id(number),
        identifier=[Identifier(system=IDENTIFIER, value=identifier(number))],
        active=True,
        name=[HumanName(use="official", family=family(number), given=[_GIVEN[number % len(_GIVEN)]])],
        gender="female" if number % 2 else "male",
        birthDate=f"{1925 + number % 90}-{1 + number % 12:02d}-{1 + number % 28:02d}",
    )


def circle(number: int) -> CareTeam:
    """Return the person's circle: a colleague, and the nurse in forty of them."""
    members = [f"PractitionerRole/member-{number % OTHER_MEMBERS}"]
    if is_mine(number):
        members.append(record.NURSE.who)
    period = Period(start="2024-01-01")
    return CareTeam(
        id=f"circle-{number}",
        status="active",
        subject=Reference(reference=f"Patient/{record.patient_id(number)}"),
        period=period,
        participant=[
            CareTeamParticipant(member=Reference(reference=member), period=period) for member in members
        ],
        managingOrganization=[Reference(reference=f"Organization/dac-{number % 7}")],
    )


def condition(number: int, rank: int) -> Condition:
    """Return one of the person's problems."""
    code = _PROBLEMS[(number + rank) % len(_PROBLEMS)]
    return Condition(
        id=f"condition-{number}-{rank}",
        clinicalStatus=CodeableConcept(coding=[Coding(system=systems.CONDITION_CLINICAL, code="active")]),
        code=CodeableConcept(coding=[Coding(system=systems.ICD10, code=code)]),
        subject=Reference(reference=f"Patient/{record.patient_id(number)}"),
        recordedDate="2025-03-01",
    )


def people(
    numbers: Iterable[int], observations: int = OBSERVATIONS, conditions: int = 2
) -> Iterator[list[Any]]:
    """Yield the resources of each person of these numbers: identity, circle, problems, measures."""
    for number in numbers:
        found: list[Any] = [patient(number), circle(number)]
        found += [condition(number, rank) for rank in range(conditions)]
        for rank in range(observations):
            measure = record.observation(number, rank)
            measure.id = f"observation-{number}-{rank}"
            found.append(measure)
        yield found
