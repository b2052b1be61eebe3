"""People and how they are named: the person of the record, her relatives, the professionals around her."""

from collections.abc import Iterable

import msgspec

from cordee.care.elements import words_of
from cordee.fhir.human_names import TITLES, FullName, full_name, human_name
from cordee.fhir.r4 import CareTeam, ContactPoint, Patient, PractitionerRole, RelatedPerson

__all__ = [
    "TITLES",
    "FullName",
    "Person",
    "full_name",
    "human_name",
    "kind_of_reference",
    "name_of_person",
    "people_of",
    "phone_of",
    "relation_of",
]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Someone as a sentence names them: "Nadia Idrissi, infirmière".

    `kind` is professional, carer, person (of the record), organization or platform. `is_known` is False when the
    record holds a reference without a name.
    """

    reference: str
    name: str
    role: str = ""
    kind: str = "professional"
    phone: str = ""
    is_known: bool = True


def phone_of(telecom: Iterable[ContactPoint] | None) -> str:
    """Return the first telephone number, as written."""
    return next((point.value for point in telecom or () if point.system == "phone" and point.value), "")


def people_of(
    patient: Patient, team: CareTeam | None, relatives: Iterable[RelatedPerson]
) -> dict[str, Person]:
    """Return who is who in a record, by reference."""
    reference = f"Patient/{patient.id}"
    people = {
        reference: Person(
            reference=reference, name=full_name(patient).short, kind="person", phone=phone_of(patient.telecom)
        )
    }
    for participant in (team.participant if team else None) or ():
        member = participant.member.reference if participant.member else None
        if member and participant.member is not None:
            people[member] = Person(
                reference=member,
                name=participant.member.display or "Un membre du cercle",
                role=words_of(participant.role[0]) if participant.role else "",
                kind=kind_of_reference(member),
            )
    for relative in relatives:
        reference = f"RelatedPerson/{relative.id}"
        known = people.get(reference)
        people[reference] = Person(
            reference=reference,
            name=human_name(relative.name),
            role=relation_of(relative) or (known.role if known else ""),
            kind="carer",
            phone=phone_of(relative.telecom),
        )
    return people


def relation_of(relative: RelatedPerson) -> str:
    """Return what a relative is to the person: `sa fille`."""
    return next((text for concept in relative.relationship or () if (text := words_of(concept))), "")


def name_of_person(reference: str, role: PractitionerRole) -> Person:
    """Return a professional as the directory names them."""
    name = (role.practitioner.display if role.practitioner else None) or "Un professionnel"
    return Person(
        reference=reference,
        name=name,
        role=words_of(role.code[0]) if role.code else "",
        phone=phone_of(role.telecom),
    )


def kind_of_reference(reference: str) -> str:
    """Return professional, carer, person or organization, from the type referred to."""
    kinds = {"RelatedPerson": "carer", "Patient": "person", "Organization": "organization"}
    return kinds.get(reference.partition("/")[0], "professional")
