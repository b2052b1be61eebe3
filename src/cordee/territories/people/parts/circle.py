"""The circle of care, the carers in it, and the record it belongs to."""

from cordee.care.episode_marks import set_criteria
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    EpisodeOfCare,
    EpisodeOfCareStatusHistory,
    Identifier,
    Meta,
    Period,
    RelatedPerson,
)
from cordee.territories.episode import coded
from cordee.territories.people.fhir_words import concept, period, reference
from cordee.territories.people.patient import carer
from cordee.territories.people.professionals import Professional
from cordee.territories.people.prose import of
from cordee.territories.people.subject import Companion, Subject, role_reference
from cordee.territories.people.telecom import email, mobile

MANY_ACTORS = 5
CRITERIA_OF: dict[str, tuple[str, ...]] = {
    "frailty": ("autonomy", "carer"),
    "disability": ("autonomy", "social"),
    "precarity": ("social", "no-doctor"),
    "perinatal": ("social", "isolation"),
    "palliative": ("several-conditions", "carer"),
    "diabetes-heart-failure": ("several-conditions", "hospital"),
    "respiratory": ("several-conditions", "hospital"),
    "stroke": ("autonomy", "hospital"),
    "cancer": ("several-conditions", "psychic"),
}

CARER_LABELS = {"CAREGIVER": "aidant", "QUAL": "personne de confiance", "GUARD": "représentant légal"}


def carers(subject: Subject) -> list[RelatedPerson]:
    """Return the close people of the circle, reachable by phone."""
    rng = subject.rng("carers")
    return [
        carer(
            companion.id,
            number=companion.id[-12:],
            patient_id=subject.patient_id,
            role=companion.role,
            relation=companion.relation,
            given=companion.given,
            family=companion.family,
            is_female=companion.is_female,
            phone=mobile(rng),
            mail=email(companion.given, companion.family),
        )
        for companion in subject.companions
    ]


def care_team(subject: Subject) -> CareTeam:
    """Return the circle: everyone with the day they came in, and who left with the day they did."""
    rng = subject.rng("circle")
    participants = [
        _professional(subject.manager, _manager_label(subject.manager), subject.days.date(subject.since))
    ]
    for role, professional in subject.team.items():
        if professional is not subject.manager:
            came = min(subject.since + rng.choice((0, 0, 0, 2, 5, 12, 30)), -4)
            label = "médecin traitant" if role == "gp" else professional.label
            participants.append(_professional(professional, label, subject.days.date(came)))
    participants += [_companion(companion, subject) for companion in subject.companions]
    if subject.former is not None:
        told = subject.variant.stay
        stayed = told.began[1] + told.nights[1] if told else subject.since
        left = subject.days.date(min(max(subject.since, stayed) + rng.randint(7, 40), -2))
        former = _professional(subject.former, subject.former.label, subject.days.date(subject.since), left)
        participants.append(former)
    return CareTeam(
        id=subject.ids("careteam"),
        meta=Meta(profile=[systems.CARE_TEAM_PROFILE]),
        identifier=[Identifier(system=systems.CARE_TEAM_IDENTIFIER, value=subject.ids("careteam")[-12:])],
        status="active",
        name=f"Cercle de soins {of(f'{subject.who.title} {subject.who.called}')}",
        subject=subject.patient,
        period=Period(start=subject.days.date(subject.since)),
        participant=participants,
        managingOrganization=[subject.dac],
    )


def episode(subject: Subject) -> EpisodeOfCare:
    """Return the coordination record: opened by the DAC, kept by its manager, answering the first request."""
    label = subject.territory.theme_label(subject.story.theme)
    opened_on = subject.days.date(subject.since)
    found = EpisodeOfCare(
        id=subject.ids("episode"),
        status="active",
        statusHistory=[EpisodeOfCareStatusHistory(status="active", period=Period(start=opened_on))],
        type=[concept(systems.THEME, subject.story.theme, label)],
        patient=subject.patient,
        managingOrganization=subject.dac,
        period=Period(start=opened_on),
        referralRequest=[reference("ServiceRequest", subject.ids("request"))],
        careManager=role_reference(subject.manager),
        team=[reference("CareTeam", subject.ids("careteam"))],
    )
    labels = coded(subject.territory.episode.opening_criteria)
    set_criteria(found, [(code, labels[code]) for code in _criteria(subject) if code in labels])
    return found


def _criteria(subject: Subject) -> list[str]:
    """Return the criteria a story meets, by its theme, two or three of them."""
    met = CRITERIA_OF.get(subject.story.theme, ("several-conditions",))
    return [*met, "many-actors"] if len(subject.team) >= MANY_ACTORS else list(met)


def _manager_label(manager: Professional) -> str:
    return "référente du plan" if manager.is_female else "référent du plan"


def _professional(who: Professional, label: str, start: str, end: str | None = None) -> CareTeamParticipant:
    if who.role.code == "gp":
        role = concept(systems.PARTICIPATION_FUNCTION, "PCP", label)
    else:
        role = concept(systems.ROLE_CLASS, "PROV", label)
    return CareTeamParticipant(role=[role], member=role_reference(who), period=period(start, end))


def _companion(companion: Companion, subject: Subject) -> CareTeamParticipant:
    roles: list[CodeableConcept] = []
    if companion.role != "CAREGIVER":
        label = CARER_LABELS.get(companion.role, "proche")
        roles.append(concept(systems.ROLE_CLASS, companion.role, f"{companion.relation}, {label}"))
    if companion.role != "GUARD":
        aidant = "aidante" if companion.is_female else "aidant"
        roles.append(concept(systems.ROLE_CLASS, "CAREGIVER", f"{companion.relation}, {aidant}"))
    return CareTeamParticipant(
        role=roles,
        member=reference("RelatedPerson", companion.id, companion.called),
        period=period(subject.days.date(subject.since)),
    )
