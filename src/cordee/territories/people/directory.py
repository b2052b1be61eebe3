"""The directory of a territory as FHIR: its structures, then the professionals who work there."""

from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    CodeableConcept,
    HumanName,
    Identifier,
    Meta,
    Organization,
    Practitioner,
    PractitionerRole,
    Reference,
    Resource,
)
from cordee.territories.model import Organisation, Territory
from cordee.territories.people.fhir_words import concept, reference, words
from cordee.territories.people.patient import insee_code
from cordee.territories.people.professionals import DIRECTORY_MOMENT, DOCTORS, Crew, Professional
from cordee.territories.people.stable_ids import StableIds
from cordee.territories.people.telecom import (
    email,
    email_point,
    landline,
    mobile,
    office_point,
    phone_point,
    secure_mail,
)
from cordee.territories.vocabulary import ORGANISATION_TYPES

SPECIALTIES = (
    "Cardiologie",
    "Neurologie",
    "Oncologie",
    "Pneumologie",
    "Endocrinologie",
    "Gériatrie",
    "Psychiatrie",
)
HOSPITAL_SERVICES = ("Médecine polyvalente", "Gériatrie", "Cardiologie", "Soins palliatifs", "Neurologie")


class Directory:
    """Who works where in one territory, for one seed; crews are made when asked for and not kept for long."""

    def __init__(self, territory: Territory, seed: int) -> None:
        self.territory = territory
        self.seed = seed
        self._ids = StableIds(f"{territory.code}/{seed}", DIRECTORY_MOMENT - 1)
        self._latest: Crew | None = None

    def crew(self, number: int) -> Crew:
        """Return the crew of that number. Cost: about a millisecond when it is not the one asked for last."""
        if self._latest is None or self._latest.number != number:
            self._latest = Crew(self.territory, self.seed, number)
        return self._latest

    def id_of(self, key: str) -> str:
        """Return the id of something of the directory."""
        return self._ids(key)

    def organization(self, structure: Organisation) -> Reference:
        """Return the reference to a structure."""
        return reference("Organization", self._ids(structure.code), structure.name)

    def structures(self) -> list[Resource]:
        """Return every structure of the territory."""
        return [self._structure(structure) for structure in self.territory.organisations]

    def professionals(self, number: int) -> list[Resource]:
        """Return the people of one crew: who they are, and the role they hold."""
        crew = self.crew(number)
        return [
            part for rank, one in enumerate(crew.members) for part in self._professional(one, number, rank)
        ]

    def _structure(self, structure: Organisation) -> Organization:
        commune = self.territory.commune(structure.commune)
        assert commune is not None
        rng = Random(f"{self.seed}/{structure.code}")
        return Organization(
            id=self._ids(structure.code),
            meta=Meta(profile=[systems.ORGANIZATION_PROFILE]),
            identifier=[Identifier(system=systems.FINESS, value=structure.finess)],
            active=True,
            type=[concept(systems.ORGANIZATION_TYPE, structure.type, ORGANISATION_TYPES[structure.type])],
            name=structure.name,
            telecom=[office_point(landline(rng, commune.postcode))],
            address=[
                Address(
                    line=[structure.address] if structure.address else None,
                    city=commune.name,
                    postalCode=commune.postcode,
                    country="FR",
                    extension=[insee_code(commune.insee)],
                )
            ],
        )

    def _professional(
        self, one: Professional, number: int, rank: int
    ) -> tuple[Practitioner, PractitionerRole]:
        rng = Random(one.role_id)
        is_doctor = one.role.code in DOCTORS
        return (
            Practitioner(
                id=one.practitioner_id,
                identifier=[_identifier(one, number, rank)],
                active=True,
                name=[HumanName(family=one.family, given=[one.given], prefix=["Dr"] if is_doctor else None)],
                gender="female" if one.is_female else "male",
            ),
            PractitionerRole(
                id=one.role_id,
                active=True,
                practitioner=reference("Practitioner", one.practitioner_id, one.called),
                organization=self.organization(one.organisation),
                code=[concept(systems.ROLE, one.role.code, one.label)],
                specialty=_specialty(one, rank),
                telecom=[phone_point(mobile(rng)), email_point(email(one.given, one.family, "example.net"))]
                + (
                    [secure_mail(email(one.given, one.family, "mssante.example"))]
                    if one.role.has_rpps
                    else []
                ),
            ),
        )


def _identifier(one: Professional, number: int, rank: int) -> Identifier:
    if one.role.has_rpps:
        return Identifier(system=systems.RPPS, value=rpps(number * 1_000 + rank))
    return Identifier(
        system=systems.NATIONAL_PERSON_ID, value=f"3{one.organisation.finess}/{number:03}{rank:03}"
    )


def rpps(rank: int) -> str:
    """Return a test number of the shape of an RPPS: 11 digits, the first two 99, the last one its Luhn key."""
    number = f"99{rank:08}"
    total = 0
    for i, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if i % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{number}{-total % 10}"


def _specialty(one: Professional, rank: int) -> list[CodeableConcept] | None:
    names = {"specialist": SPECIALTIES, "hospital-doctor": HOSPITAL_SERVICES}.get(one.role.code)
    return [words(names[rank % len(names)])] if names else None
