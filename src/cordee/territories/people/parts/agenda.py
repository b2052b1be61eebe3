"""Appointments behind and ahead, at the hours of the territory."""

from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import Appointment, AppointmentParticipant, Reference
from cordee.territories.people.fhir_words import concept, words
from cordee.territories.people.prose import can_tell
from cordee.territories.people.stories.everyday import EVERYDAY_VISITS
from cordee.territories.people.story import Visit
from cordee.territories.people.subject import Subject, role_reference

EVERYDAY_MAX = 4
MINUTES = (0, 0, 15, 30, 30, 45)
MET = "Point à domicile sur le plan, avec la personne"
KINDS = {
    "ROUTINE": "Rendez-vous de suivi",
    "CHECKUP": "Bilan",
    "FOLLOWUP": "Suite d’une hospitalisation",
    "WALKIN": "Passage à domicile",
}


def agenda(subject: Subject) -> list[Appointment]:
    """Return the appointments of a person: of her story first, then of everyday life."""
    rng = subject.rng("agenda")
    shared = _tellable(subject, subject.story.shared.visits)
    everyday = _tellable(subject, EVERYDAY_VISITS)
    visits = _tellable(subject, subject.variant.visits)
    visits += rng.sample(shared, min(len(shared), 3))
    visits += rng.sample(everyday, min(len(everyday), EVERYDAY_MAX, rng.randint(*subject.story.everyday)))
    found = [_appointment(subject, rng, visit, rank) for rank, visit in enumerate(visits)]
    return found if subject.met_at_hour is None else [*found, _met_today(subject, subject.met_at_hour)]


def _tellable(subject: Subject, visits: tuple[Visit, ...]) -> list[Visit]:
    return [visit for visit in visits if subject.has(visit.by) and can_tell(visit.title, subject.words)]


def _appointment(subject: Subject, rng: Random, visit: Visit, rank: int) -> Appointment:
    day = subject.days.working(rng.randint(*visit.day))
    minute = rng.choice(MINUTES)
    end_hour, end_minute = divmod(visit.hour * 60 + minute + visit.minutes, 60)
    actors = [subject.patient, subject.member(visit.by)]
    if visit.by != "coordinator" and rng.random() < 0.15:
        actors.append(role_reference(subject.manager))
    return Appointment(
        id=subject.ids(f"appointment/{rank}"),
        status="fulfilled" if day < 0 else "booked",
        serviceType=[words(KINDS[visit.kind])],
        appointmentType=concept(systems.APPOINTMENT_TYPE, visit.kind, KINDS[visit.kind]),
        description=subject.tell(visit.title, rng),
        start=subject.days.at(day, visit.hour, minute),
        end=subject.days.at(day, end_hour, end_minute),
        created=subject.days.date(min(day - rng.randint(3, 20), -1)),
        participant=[_participant(actor) for actor in actors],
    )


def _met_today(subject: Subject, hour: int) -> Appointment:
    """Return the visit of the person's referent on the day the demonstration begins."""
    return Appointment(
        id=subject.ids("appointment/today"),
        status="booked",
        serviceType=[words(KINDS["ROUTINE"])],
        appointmentType=concept(systems.APPOINTMENT_TYPE, "ROUTINE", KINDS["ROUTINE"]),
        description=MET,
        start=subject.days.at(0, hour),
        end=subject.days.at(0, hour, 45),
        created=subject.days.date(-6),
        participant=[_participant(one) for one in (subject.patient, role_reference(subject.manager))],
    )


def _participant(actor: Reference) -> AppointmentParticipant:
    return AppointmentParticipant(actor=actor, required="required", status="accepted")
