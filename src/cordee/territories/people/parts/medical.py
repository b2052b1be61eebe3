"""Problems, treatments and allergies."""

from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import AllergyIntolerance, CodeableConcept, Coding, Condition, Dosage, MedicationStatement
from cordee.territories.people.fhir_words import concept, words
from cordee.territories.people.stories.everyday import ALLERGIES
from cordee.territories.people.subject import Subject

SHARED_PROBLEMS = (1, 2)
SHARED_TREATMENTS = (1, 3)
SHARE_ALLERGIC = 0.22


def medical(subject: Subject) -> list[Condition | MedicationStatement | AllergyIntolerance]:
    """Return what the doctors know: the story's own problems and treatments, and some of those it shares."""
    rng = subject.rng("medical")
    variant, shared = subject.variant, subject.story.shared
    problems = _with_some(rng, variant.problems, shared.problems, SHARED_PROBLEMS)
    treatments = _with_some(rng, variant.treatments, shared.treatments, SHARED_TREATMENTS)
    allergies = variant.allergies or ((rng.choice(ALLERGIES),) if rng.random() < SHARE_ALLERGIC else ())
    return [
        *(_condition(subject, rng, text, icd, i) for i, (text, icd) in enumerate(problems)),
        *(_treatment(subject, rng, name, dosage, i) for i, (name, dosage) in enumerate(treatments)),
        *(_allergy(subject, rng, text, criticality, i) for i, (text, criticality) in enumerate(allergies)),
    ]


def _with_some(
    rng: Random,
    own: tuple[tuple[str, str], ...],
    shared: tuple[tuple[str, str], ...],
    how_many: tuple[int, int],
) -> tuple[tuple[str, str], ...]:
    others = [pair for pair in shared if pair[0] not in {text for text, _ in own}]
    return own + tuple(rng.sample(others, min(len(others), rng.randint(*how_many))))


def _condition(subject: Subject, rng: Random, text: str, icd: str, rank: int) -> Condition:
    coding = [Coding(system=systems.ICD10, code=icd)] if icd else None
    years_ago = rng.randint(1, min(18, max(subject.age // 3, 1)))
    return Condition(
        id=subject.ids(f"condition/{rank}"),
        clinicalStatus=concept(systems.CONDITION_CLINICAL, "active"),
        verificationStatus=concept(systems.CONDITION_VERIFICATION, "confirmed"),
        category=[concept(systems.CONDITION_CATEGORY, "problem-list-item")],
        code=CodeableConcept(coding=coding, text=subject.tell(text, rng)),
        subject=subject.patient,
        onsetDateTime=str(subject.days.today.year - years_ago),
        recordedDate=subject.days.date(subject.since),
        recorder=subject.member("gp"),
    )


def _treatment(subject: Subject, rng: Random, name: str, dosage: str, rank: int) -> MedicationStatement:
    return MedicationStatement(
        id=subject.ids(f"treatment/{rank}"),
        status="active",
        medicationCodeableConcept=words(subject.tell(name, rng)),
        subject=subject.patient,
        effectivePeriod=None,
        dateAsserted=subject.days.date(max(subject.since, -rng.randint(5, 200))),
        informationSource=subject.member("gp"),
        dosage=[Dosage(text=subject.tell(dosage, rng))],
    )


def _allergy(subject: Subject, rng: Random, text: str, criticality: str, rank: int) -> AllergyIntolerance:
    return AllergyIntolerance(
        id=subject.ids(f"allergy/{rank}"),
        clinicalStatus=concept(systems.ALLERGY_CLINICAL, "active"),
        verificationStatus=concept(systems.ALLERGY_VERIFICATION, "confirmed"),
        code=words(subject.tell(text, rng)),
        criticality=criticality,
        patient=subject.patient,
        recordedDate=subject.days.date(subject.since),
        recorder=subject.member("gp"),
    )
