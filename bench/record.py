"""Fictional records of any size, and an ordinary member of their circles."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg

from cordee.access import Actor, Gate
from cordee.fhir import encode, systems
from cordee.fhir.r4 import (
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    Coding,
    HumanName,
    Observation,
    Patient,
    Period,
    Quantity,
    Reference,
)
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker

UNIT_RESOURCES = 500
NURSE = Actor(
    id="bench-nurse",
    login="bench-nurse",
    name="Infirmière d’essai",
    kind="professional",
    role="nurse",
    role_label="Infirmière",
    who="PractitionerRole/bench-nurse",
    keys=("PractitionerRole/bench-nurse",),
    organization="",
    organization_name="",
)
_FIRST_DAY = datetime(2024, 1, 1, 8, tzinfo=UTC)
_MEASURES = (
    ("29463-7", "kg", "kg", "62.10"),
    ("8867-4", "/min", "/min", "72"),
    ("59408-5", "%", "%", "97"),
    ("8310-5", "°C", "Cel", "37.2"),
)


def patient_id(number: int) -> str:
    """Return the id of the patient of that number, from 0."""
    return f"patient-{number}"


def patient(number: int) -> Patient:
    """Return a fictional person."""
    name = HumanName(use="official", family=f"Essai-{number}", given=["Jeanne"])
    return Patient(id=patient_id(number), name=[name], birthDate="1942-03-12", gender="female")


def circle(number: int) -> CareTeam:
    """Return the person's circle, with the nurse in it since 2024."""
    period = Period(start="2024-01-01")
    return CareTeam(
        id=f"circle-{number}",
        status="active",
        name="Cercle de soins",
        subject=Reference(reference=f"Patient/{patient_id(number)}"),
        period=period,
        participant=[
            CareTeamParticipant(
                role=[CodeableConcept(text="Infirmière")],
                member=Reference(reference=NURSE.who, display=NURSE.name),
                period=period,
            )
        ],
        managingOrganization=[Reference(reference="Organization/bench-dac")],
    )


def observation(number: int, rank: int) -> Observation:
    """Return the measure of that rank in a record: four kinds in turn, one a day."""
    code, unit, ucum, value = _MEASURES[rank % len(_MEASURES)]
    return Observation(
        status="final",
        category=[CodeableConcept(coding=[Coding(system=systems.OBSERVATION_CATEGORY, code="vital-signs")])],
        code=CodeableConcept(coding=[Coding(system=systems.LOINC, code=code)]),
        subject=Reference(reference=f"Patient/{patient_id(number)}"),
        effectiveDateTime=(_FIRST_DAY + timedelta(days=rank % 900, seconds=rank)).isoformat(),
        performer=[Reference(reference=NURSE.who, display=NURSE.name)],
        valueQuantity=Quantity(value=Decimal(value), unit=unit, system=systems.UCUM, code=ucum),
    )


def observation_json(number: int, rank: int) -> bytes:
    """Return the same measure as a client sends it."""
    return encode(observation(number, rank))


def seed(url: str, resources: Iterator[Any], member: Actor = NURSE) -> str:
    """Store resources as the platform itself, and the account of a member; return her bearer token."""
    return asyncio.run(_seed(url, resources, member))


async def _seed(url: str, resources: Iterator[Any], member: Actor) -> str:
    database = Database(url)
    await database.open()
    repository = Repository(database)
    try:
        for batch in _batches(resources):
            async with repository.writing(system_asker("bench")) as unit:
                for resource in batch:
                    unit.create(resource)
        gate = Gate(repository, Settings.from_environment({"CORDEE_DATABASE_URL": url}))
        await gate.save_account(member, is_demo=True)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as owner:
            await owner.execute("VACUUM ANALYZE")
        return await gate.create_token(member.login, "bench", 1)
    finally:
        await repository.close()
        await database.close()


def _batches(resources: Iterator[Any]) -> Iterator[list[Any]]:
    batch = []
    for resource in resources:
        batch.append(resource)
        if len(batch) == UNIT_RESOURCES:
            yield batch
            batch = []
    if batch:
        yield batch
