"""What sections hold besides problems and treatments: rights, protection, equipment, vaccines, directives."""

from random import Random

from cordee.care.sections.protection import MEASURES
from cordee.care.sections.rights import RIGHTS
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Attachment,
    CodeableConcept,
    Consent,
    Coverage,
    DeviceUseStatement,
    Flag,
    Immunization,
    Period,
    Reference,
    Resource,
)
from cordee.territories.people.fhir_words import concept, words
from cordee.territories.people.subject import Subject

Right = tuple[str, str]
"""A social right and who pays it."""

DEPARTMENT, CAF, CPAM = "Conseil départemental", "CAF", "CPAM"
RIGHTS_OF: dict[str, tuple[Right, ...]] = {
    "disability": (("pch", DEPARTMENT), ("aah", CAF), ("rqth", "MDPH")),
    "precarity": (("css", CPAM), ("rsa", CAF)),
    "cancer": (("ald", CPAM),),
    "palliative": (("ald", CPAM),),
    "stroke": (("ald", CPAM), ("cmi", "MDPH")),
    "diabetes-heart-failure": (("ald", CPAM),),
    "respiratory": (("ald", CPAM),),
    "frailty": (("apa", DEPARTMENT),),
}
EQUIPMENT_OF: dict[str, tuple[str, ...]] = {
    "disability": ("Fauteuil roulant électrique", "Lit médicalisé"),
    "stroke": ("Canne tripode", "Siège de douche"),
    "respiratory": ("Oxygène à domicile, 2 L/min", "Extracteur portable"),
    "palliative": ("Lit médicalisé", "Pousse-seringue"),
    "frailty": ("Déambulateur", "Téléassistance"),
    "diabetes-heart-failure": ("Lecteur de glycémie", "Canne"),
}
OLD_YEARS, ELDER_YEARS = 65, 80
SHARE_EQUIPPED, SHARE_VACCINATED, SHARE_DIRECTIVES, SHARE_PROTECTED = 0.7, 0.7, 0.2, 0.07
DIRECTIVES_KEPT = ("Chez la personne, tiroir du buffet", "Dans Mon espace santé", "Chez le médecin traitant")


def sections(subject: Subject) -> list[Resource]:
    """Return the lines that fit the story and the age, told when the record was opened or since."""
    rng = subject.rng("sections")
    found: list[Resource] = [
        _coverage(subject, right, payor, rank) for rank, (right, payor) in enumerate(_rights(subject))
    ]
    equipment = EQUIPMENT_OF.get(subject.story.theme, ())
    if equipment and rng.random() < SHARE_EQUIPPED:
        found.append(_equipment(subject, rng.choice(equipment)))
    if subject.age >= OLD_YEARS and rng.random() < SHARE_VACCINATED:
        found.append(_vaccine(subject, rng))
    if rng.random() < SHARE_DIRECTIVES:
        found.append(_directives(subject, rng))
    if subject.age >= OLD_YEARS and rng.random() < SHARE_PROTECTED:
        found.append(_protection(subject, rng))
    return found


def _rights(subject: Subject) -> tuple[Right, ...]:
    known = RIGHTS_OF.get(subject.story.theme, ())
    if subject.age >= ELDER_YEARS and ("apa", DEPARTMENT) not in known:
        return (*known, ("apa", DEPARTMENT))
    return known


def _coverage(subject: Subject, right: str, payor: str, rank: int) -> Coverage:
    return Coverage(
        id=subject.ids(f"right/{rank}"),
        status="active",
        type=concept(systems.SOCIAL_RIGHT, right, RIGHTS[right]),
        beneficiary=subject.patient,
        payor=[Reference(display=payor)],
        period=Period(start=str(subject.days.today.year - 1)),
    )


def _equipment(subject: Subject, name: str) -> DeviceUseStatement:
    return DeviceUseStatement(
        id=subject.ids("equipment"),
        status="active",
        subject=subject.patient,
        device=Reference(display=name),
        recordedOn=subject.days.date(subject.since),
    )


def _vaccine(subject: Subject, rng: Random) -> Immunization:
    when = subject.days.date(-rng.randint(20, 60))
    return Immunization(
        id=subject.ids("vaccine"),
        status="completed",
        vaccineCode=words("Grippe saisonnière"),
        patient=subject.patient,
        occurrenceDateTime=when,
        recorded=when,
        primarySource=False,
    )


def _directives(subject: Subject, rng: Random) -> Consent:
    return Consent(
        id=subject.ids("directives"),
        status="active",
        scope=concept(systems.CONSENT_SCOPE, "adr", "Advanced Care Directive"),
        category=[concept(systems.CONSENT_CATEGORY, "acd", "Advance Directive")],
        patient=subject.patient,
        dateTime=str(subject.days.today.year - rng.randint(1, 5)),
        policyRule=CodeableConcept(
            text="Directives anticipées, article L1111-11 du code de la santé publique"
        ),
        sourceAttachment=Attachment(title=rng.choice(DIRECTIVES_KEPT)),
    )


def _protection(subject: Subject, rng: Random) -> Flag:
    measure = rng.choice(("curatelle", "tutelle", "habilitation"))
    code = concept(systems.PROTECTION, measure, f"{MEASURES[measure]}, exercée par l’UDAF")
    return Flag(
        id=subject.ids("protection"),
        status="active",
        category=[concept(systems.FLAG_CATEGORY, "admin", "Administrative")],
        code=code,
        subject=subject.patient,
        period=Period(start=str(subject.days.today.year - rng.randint(1, 4))),
    )
