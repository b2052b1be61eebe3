"""A stay in hospital, when the story has one."""

from cordee.fhir import systems
from cordee.fhir.r4 import Encounter, EncounterHospitalization, EncounterParticipant
from cordee.territories.people.fhir_words import coding, period, words
from cordee.territories.people.subject import Subject


def stay(subject: Subject) -> list[Encounter]:
    """Return the stay of the story at the hospital of the circle, over unless its nights reach today."""
    told = subject.variant.stay
    if told is None or subject.hospital is None:
        return []
    rng = subject.rng("stay")
    began = rng.randint(*told.began)
    ended = began + rng.randint(*told.nights)
    is_over = ended < 0
    return [
        Encounter(
            id=subject.ids("stay"),
            status="finished" if is_over else "in-progress",
            class_=coding(systems.ACT_CODE, "IMP", "Hospitalisation"),
            type=[words("Hospitalisation")],
            serviceType=words(subject.tell(told.ward, rng)),
            subject=subject.patient,
            participant=[EncounterParticipant(individual=subject.member("hospital-doctor"))],
            period=period(
                subject.days.at(began, rng.randint(9, 21), 20),
                subject.days.at(ended, 14, 30) if is_over else None,
            ),
            reasonCode=[words(subject.tell(told.reason, rng))],
            hospitalization=EncounterHospitalization(dischargeDisposition=words("Domicile"))
            if is_over
            else None,
            serviceProvider=subject.hospital,
        )
    ]
