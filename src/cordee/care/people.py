"""People and how they are named: the person of the record, her relatives, the professionals around her."""

from collections.abc import Iterable

import msgspec

from cordee.care.elements import words_of
from cordee.fhir.r4 import CareTeam, ContactPoint, HumanName, Patient, PractitionerRole, RelatedPerson


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


class FullName(msgspec.Struct, frozen=True, kw_only=True):
    """A person's name in its civil parts: the birth name only when another name is used."""

    title: str
    given: str
    family: str
    birth_family: str = ""

    @property
    def short(self) -> str:
        """Return `Jeanne MOREAU`."""
        return f"{self.given} {self.family}".strip() or "Nom inconnu"

    @property
    def polite(self) -> str:
        """Return `Mme Jeanne MOREAU`."""
        return f"{self.title} {self.short}".strip()

    @property
    def civil(self) -> str:
        """Return `Mme Jeanne MOREAU née LAMBERT`."""
        born = "né" if self.title == "M." else "née"
        return f"{self.polite} {born} {self.birth_family}" if self.birth_family else self.polite


TITLES = {"female": "Mme", "male": "M."}


def full_name(patient: Patient) -> FullName:
    """Return the name a patient is called by, from the used name first and the official (birth) name."""
    names = patient.name or []
    official = _named(names, "official")
    usual = _named(names, "usual")
    first = usual or official or (names[0] if names else HumanName())
    family = (first.family or (official.family if official else "") or "").upper()
    birth = ((official.family if official else "") or "").upper()
    given = _given(usual) or _given(official) or _given(first)
    return FullName(
        title=TITLES.get(patient.gender or "", ""),
        given=given,
        family=family,
        birth_family=birth if birth and birth != family else "",
    )


def human_name(names: Iterable[HumanName] | None) -> str:
    """Return a relative's or professional's name as said: `Dr Paul Girard`."""
    for name in names or ():
        if name.text:
            return name.text
        words = [*(name.prefix or ()), _given(name), name.family]
        said = " ".join(word for word in words if word)
        if said:
            return said
    return "Nom inconnu"


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


def _named(names: Iterable[HumanName], use: str) -> HumanName | None:
    return next((name for name in names if name.use == use), None)


def _given(name: HumanName | None) -> str:
    return next((given for given in (name.given if name else None) or () if given), "")
