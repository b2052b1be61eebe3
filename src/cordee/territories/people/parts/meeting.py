"""Concertations: one held, with its minutes and what it decided; one to come, shared by the records of a referent."""

from datetime import date, timedelta
from hashlib import sha256

from cordee.care.agenda.kinds import kind_concept
from cordee.care.agenda.taking_part import take_part
from cordee.care.entry import drawn_id
from cordee.care.meetings.minutes import TITLE, encounter_id, minutes_id
from cordee.care.meetings.xhtml import narrative_of
from cordee.care.signing import about
from cordee.care.tasks.building import new_task
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Appointment,
    CodeableConcept,
    Composition,
    CompositionSection,
    Encounter,
    EncounterParticipant,
    Extension,
    Identifier,
    Meta,
    Period,
    Reference,
    Resource,
)
from cordee.territories.people.fhir_words import coding, concept
from cordee.territories.people.parts.home_plan import is_first
from cordee.territories.people.subject import Subject, role_reference

SHARE = 0.03  # of the people, besides the first of the demonstration
NAME = "Staff de coordination"
PLACE = "Salle de réunion du DAC"
LINK = "https://visio.example.org/staff"
QUESTION = "Le maintien à domicile tient-il encore ? Que faut-il ajouter, et qui s’en charge ?"
SAID = (
    "Les passages du matin sont réguliers. L’entourage fatigue.\n"
    "Chacun a dit ce qu’il observe ; la personne souhaite rester chez elle."
)
DECISION = (
    "Poursuivre à domicile, avec un relais pour l’entourage deux après-midi par semaine. Point dans un mois."
)
TODO = "Demander un relais pour l’entourage"
HELD, COMING = -24, 4  # days from today


def meetings(subject: Subject) -> list[Resource]:
    """Return the meeting held and the meeting to come of a person who has them."""
    if subject.rng("meeting").random() >= SHARE and not is_first(subject):
        return []
    held = _appointment(subject, "held", subject.days.working(HELD))
    held.status = "fulfilled"
    for part in held.participant:
        part.status = "accepted"
    coming = _appointment(subject, "coming", subject.days.working(COMING))
    coming.reasonCode = [CodeableConcept(text="Le relais décidé suffit-il ?")]
    coming.extension = [Extension(url=systems.APPOINTMENT_LINK, valueUrl=LINK)]
    return [held, *_minutes(subject, held), coming]


def _appointment(subject: Subject, name: str, day: int) -> Appointment:
    manager = role_reference(subject.manager)
    roles = [
        role_reference(subject.team[role])
        for role in ("gp", "nurse", "social-worker")
        if role in subject.team
    ]
    members = {one.reference or "": one.display or "" for one in (manager, *roles)}
    parts, services = take_part(subject.patient_id, members.items(), manager.reference or "")
    parts[0].required = "information-only"
    return Appointment(
        id=subject.ids(f"meeting/{name}"),
        meta=Meta(profile=[systems.APPOINTMENT_PROFILE]),
        identifier=[Identifier(system=systems.MEETING, value=_meeting_id(subject, name))],
        contained=services or None,
        status="booked",
        serviceType=[kind_concept("meeting")],
        reasonCode=[CodeableConcept(text=QUESTION)],
        description=NAME,
        start=subject.days.at(day, 14),
        end=subject.days.at(day, 15, 30),
        minutesDuration=90,
        created=subject.days.date(min(day - 15, -1)),
        comment=PLACE,
        participant=parts,
    )


def _meeting_id(subject: Subject, name: str) -> str:
    """Return one id for the records of one referent: they are reviewed together."""
    seed = sha256(f"{subject.manager.role_id}/{name}".encode()).hexdigest()
    return drawn_id(subject.manager.role_id, seed)


def _minutes(subject: Subject, held: Appointment) -> list[Resource]:
    manager = role_reference(subject.manager)
    encounter = Encounter(
        id=encounter_id(held.id or ""),
        status="finished",
        class_=coding(systems.ACT_CODE, "AMB", "ambulatory"),
        type=[concept(systems.APPOINTMENT_KIND, "meeting", "Concertation")],
        subject=about(subject.patient_id),
        participant=[
            EncounterParticipant(individual=part.actor)
            for part in held.participant
            if part.actor is not None and (part.actor.reference or "").startswith("PractitionerRole/")
        ],
        appointment=[Reference(reference=f"Appointment/{held.id}")],
        period=Period(start=held.start, end=held.end),
    )
    source = Reference(reference=f"Encounter/{encounter.id}", display="Concertation")
    composition = Composition(
        id=minutes_id(held.id or ""),
        status="final",
        type=concept(systems.DOCUMENT_CATEGORY, "meeting-minutes", TITLE),
        subject=about(subject.patient_id),
        encounter=Reference(reference=f"Encounter/{encounter.id}"),
        date=held.end or "",
        author=[manager],
        title=TITLE,
        section=[
            CompositionSection(title=title, code=concept(systems.MINUTES_PART, code, title), text=narrative_of(text))
            for code, title, text in (
                ("question", "Question posée", QUESTION), ("discussion", "Ce qui a été dit", SAID),
                ("decision", "Décision", DECISION),
            )
        ],
    )  # fmt: skip
    due_on: date = subject.days.today + timedelta(days=6)
    task = new_task(
        id=subject.ids("meeting/task"), code="decision", text=TODO, patient_id=subject.patient_id, requester=manager,
        owner=manager, due_on=due_on, source=source,
    )  # fmt: skip
    task.authoredOn = task.lastModified = held.end
    return [encounter, composition, task]
