"""The kinds of member a circle has, and what each must be to join it.

- a professional of the directory, in one place of work; the treating doctor is a doctor, and one at a time;
- a structure of the directory: whoever holds a role there then stands in the circle;
- a carer;
- a trusted person, designated in writing by an adult, one at a time (L1111-6 CSP);
- a guardian: holds parental authority over a minor, or a mandate over an adult.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from cordee.care.chart import Chart
from cordee.care.elements import code_of, concept, day, has_ended
from cordee.care.errors import CareError
from cordee.fhir import systems
from cordee.fhir.r4 import CareTeam, CareTeamParticipant, CodeableConcept, PractitionerRole
from cordee.kernel.clock import now

ADULT_YEARS = 18
DOCTOR = "PCP"
PROVIDER = "PROV"
CAREGIVER, TRUSTED, GUARDIAN = "CAREGIVER", "QUAL", "GUARD"
RELATIVE_ROLES = {CAREGIVER: "aidant", TRUSTED: "personne de confiance", GUARDIAN: "représentant légal"}
MANDATES = {
    "parental": "Autorité parentale",
    "tutelle": "Tutelle",
    "curatelle": "Curatelle",
    "habilitation": "Habilitation familiale",
    "future-protection": "Mandat de protection future",
}
DOCTOR_ROLES = frozenset({"gp", "specialist", "hospital-doctor"})


class Relative(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody close who joins: `role` is one of RELATIVE_ROLES, `mandate` a guardian's, one of MANDATES.

    `is_designated_in_writing` is what a trusted person's designation needs.
    """

    given: str
    family: str
    relation: str
    role: str
    phone: str = ""
    email: str = ""
    mandate: str = ""
    is_designated_in_writing: bool = False

    @property
    def name(self) -> str:
        """Return `Sophie MOREAU`."""
        return f"{self.given} {self.family.upper()}"


def doctor_role() -> CodeableConcept:
    """Return the role of the treating doctor."""
    return concept(systems.PARTICIPATION_FUNCTION, DOCTOR, "médecin traitant")


def provider_role(words: str) -> CodeableConcept:
    """Return the role of any other professional or of a structure, said in words."""
    return concept(systems.ROLE_CLASS, PROVIDER, words)


def check_doctor(chart: Chart, role: PractitionerRole) -> None:
    """Raise CareError when somebody cannot be the treating doctor: no doctor, or there is one already."""
    if not {code_of(one, systems.ROLE) for one in role.code or ()} & DOCTOR_ROLES:
        raise CareError(
            "Seul un médecin peut être médecin traitant. Rien n’a été ajouté : décochez, ou choisissez un médecin.",
            "Only a doctor can be the treating doctor. Nothing was added.",
            field="doctor",
        )
    if any(code_of(one, systems.PARTICIPATION_FUNCTION) == DOCTOR for one in _present_roles(chart)):
        raise CareError(
            "Le cercle a déjà un médecin traitant. Rien n’a été ajouté : enregistrez d’abord son départ.",
            "The circle has a treating doctor already. Nothing was added: end that membership first.",
            field="doctor",
        )


def check_relative(chart: Chart, relative: Relative, today: date) -> None:
    """Raise CareError, with its field, when somebody close cannot hold the role given."""
    is_minor = _is_minor(chart, today)
    if relative.role == TRUSTED:
        _check_trusted(chart, relative, is_minor=is_minor)
    if relative.role == GUARDIAN:
        _check_guardian(relative, is_minor=is_minor)


def _check_trusted(chart: Chart, relative: Relative, *, is_minor: bool) -> None:
    if is_minor:
        raise CareError(
            "Une personne mineure ne désigne pas de personne de confiance. Rien n’a été ajouté.",
            "A minor designates no trusted person. Nothing was added.",
            field="role",
        )
    if not relative.is_designated_in_writing:
        raise CareError(
            "La désignation se fait par écrit, signée des deux. Sans elle, choisissez « aidant ».",
            "The designation is in writing and co-signed. Without it, choose “carer”.",
            field="designated",
        )
    if any(code_of(one, systems.ROLE_CLASS) == TRUSTED for one in _present_roles(chart)):
        raise CareError(
            "Il y a déjà une personne de confiance, et une seule à la fois. Rien n’a été ajouté.",
            "There is a trusted person already, and one at a time. Nothing was added.",
            field="role",
        )


def _check_guardian(relative: Relative, *, is_minor: bool) -> None:
    if relative.mandate not in MANDATES:
        raise CareError(
            "Choisissez à quel titre cette personne représente.",
            "Choose under which mandate this person represents.",
            field="mandate",
        )
    if (relative.mandate == "parental") != is_minor:
        raise CareError(
            "L’autorité parentale s’exerce sur une personne mineure ; les autres mesures, sur une personne majeure.",
            "Parental authority is over a minor; the other mandates are over an adult.",
            field="mandate",
        )


def _present_roles(chart: Chart) -> Iterable[CodeableConcept]:
    at = now()
    for one in (chart.team.participant if chart.team else None) or ():
        if not has_ended(one.period, at):
            yield from one.role or ()


def _is_minor(chart: Chart, today: date) -> bool:
    born_on = day(chart.patient.birthDate)
    if born_on is None:
        return False
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return years < ADULT_YEARS


def present(chart: Chart, reference: str) -> list[CareTeamParticipant]:
    """Return the memberships under which a reference stands in the circle, those to come included."""
    at = now()
    return [
        one
        for one in (chart.team.participant if chart.team else None) or ()
        if one.member is not None and one.member.reference == reference and not has_ended(one.period, at)
    ]


def team_of(chart: Chart) -> CareTeam:
    """Return the active circle of a record; CareError when there is none."""
    if chart.team is None:
        raise CareError(
            "Ce dossier n’a pas encore de cercle de soins : ouvrez-le depuis la demande d’appui.",
            "This record has no circle of care yet.",
        )
    return chart.team
