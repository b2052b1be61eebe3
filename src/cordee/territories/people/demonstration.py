"""Who may be chosen at sign-in on a demonstration: the cast, with the references they stand under."""

from datetime import date

import msgspec

from cordee.territories.model import Territory
from cordee.territories.people.cast import (
    FIRST_CARER,
    FIRST_PERSON,
    OFFICER,
    OFFICER_LOGIN,
    OUTSIDE_THE_FIRST_RECORD,
    PROFESSIONALS,
)
from cordee.territories.people.directory import Directory
from cordee.territories.people.professionals import Professional
from cordee.territories.people.prose import capital
from cordee.territories.people.subject import Subject
from cordee.territories.people.subjects import Subjects
from cordee.territories.people.telecom import plain

ANY_DAY = date(2026, 1, 1)
"""References do not depend on the day."""


class CastMember(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the cast as an account needs it.

    `kind` is professional, patient, carer or officer; `who` the reference the person acts as; `keys` the references
    that may stand for the person in a circle; `organization` the structure worked for; `is_coordination` whether the
    person coordinates all the records of that structure. `patient` is the record a patient or a carer comes for.
    """

    login: str
    name: str
    role_label: str
    structure: str
    kind: str
    who: str
    keys: tuple[str, ...]
    role: str | None = None
    organization: str | None = None
    is_coordination: bool = False
    patient: str | None = None
    is_outside_first_circle: bool = False


def demo_cast(territory: Territory, seed: int) -> tuple[CastMember, ...]:
    """Return the people to choose from at sign-in, the coordinator first; the same for the same seed.

    When the territory lacks a role, its member of the cast is left out. The person and her carer exist as soon as
    the population has one record.
    """
    directory = Directory(territory, seed)
    crew = directory.crew(0)
    first_sector = territory.sectors[0].code
    professionals = [
        _professional(directory, one, is_outside=(role, rank) == OUTSIDE_THE_FIRST_RECORD)
        for role, rank in PROFESSIONALS
        for one in crew.of(role)
        if one.rank == rank and one.sector in {None, first_sector}
    ]
    subject = Subjects(directory, ANY_DAY).subject(0)
    return (*professionals, _person(subject), _carer(subject), _officer(territory))


def _professional(directory: Directory, one: Professional, *, is_outside: bool) -> CastMember:
    who = f"PractitionerRole/{one.role_id}"
    return CastMember(
        login=_login(one.given, one.family),
        name=one.called,
        role_label=capital(one.label),
        structure=one.organisation.name,
        kind="professional",
        who=who,
        keys=(who, f"Practitioner/{one.practitioner_id}"),
        role=one.role.code,
        organization=directory.organization(one.organisation).reference,
        is_coordination=one.role.is_coordination,
        is_outside_first_circle=is_outside,
    )


def _person(subject: Subject) -> CastMember:
    who = f"Patient/{subject.patient_id}"
    return CastMember(
        login=_login(FIRST_PERSON.given[0], FIRST_PERSON.used_name),
        name=f"Mme {FIRST_PERSON.given[0]} {FIRST_PERSON.used_name}",
        role_label=f"Personne accompagnée, {FIRST_PERSON.age} ans",
        structure=subject.who.commune.name,
        kind="patient",
        who=who,
        keys=(who,),
        patient=who,
    )


def _carer(subject: Subject) -> CastMember:
    who = f"RelatedPerson/{subject.companions[0].id}"
    return CastMember(
        login=_login(FIRST_CARER.given, FIRST_CARER.family),
        name=f"{FIRST_CARER.given} {FIRST_CARER.family}",
        role_label=f"Fille de Mme {FIRST_PERSON.used_name}, aidante et personne de confiance",
        structure=f"Proche de Mme {FIRST_PERSON.used_name}",
        kind="carer",
        who=who,
        keys=(who,),
        patient=f"Patient/{subject.patient_id}",
    )


def _officer(territory: Territory) -> CastMember:
    return CastMember(
        login=OFFICER_LOGIN,
        name=f"{OFFICER.given} {OFFICER.family}",
        role_label="Référente vie privée",
        structure=territory.name,
        kind="officer",
        who=f"Officer/{OFFICER_LOGIN}",
        keys=(),
    )


def _login(given: str, family: str) -> str:
    return f"{plain(given)}.{plain(family)}"
