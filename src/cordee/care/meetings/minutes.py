"""The minutes of one person at a meeting: a draft kept as it is written, of that person's record alone.

One Encounter says the meeting took place and who was there, one Composition what was said and decided. Whoever begins
the minutes holds the pen: a Composition is its author's.
"""

from collections.abc import Sequence

import msgspec

from cordee.access import Door
from cordee.care.agenda.booking import read_appointment
from cordee.care.agenda.taking_part import attendees_of
from cordee.care.elements import concept, fhir_instant, version_of
from cordee.care.entry import drawn_id
from cordee.care.meetings.view import Reviewed
from cordee.care.meetings.xhtml import narrative_of, text_in
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Appointment,
    Coding,
    Composition,
    CompositionSection,
    Encounter,
    EncounterParticipant,
    Period,
    Reference,
)
from cordee.kernel.clock import now
from cordee.store import Unit

PARTS = {"question": "Question posée", "discussion": "Ce qui a été dit", "decision": "Décision"}
TITLE = "Compte rendu de concertation"
PART_LENGTH_MAX = 8000


class Minutes(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes as they stand; version 0 before the first word. `present` are references, or names of guests."""

    discussion: str = ""
    decision: str = ""
    present: tuple[str, ...] = ()
    version: int = 0
    is_final: bool = False
    author: str = ""
    author_name: str = ""
    changed_at: str = ""


def minutes_id(appointment_id: str) -> str:
    """Return the id of the Composition of an appointment, always the same."""
    return drawn_id(appointment_id, "minutes")


def encounter_id(appointment_id: str) -> str:
    """Return the id of the Encounter of an appointment, always the same."""
    return drawn_id(appointment_id, "encounter")


async def read_minutes(door: Door, appointment_ids: Sequence[str]) -> dict[str, Minutes]:
    """Return the minutes the reader may see, by appointment. Cost: one statement."""
    wanted = {f"Composition/{minutes_id(one)}": one for one in appointment_ids}
    held = {f"Encounter/{encounter_id(one)}": one for one in appointment_ids}
    found = await door.read_many([*wanted, *held])
    encounters = {held[ref]: stored.resource for ref, stored in found.items() if ref in held}
    return {
        wanted[ref]: minutes_of(stored.resource, encounters.get(wanted[ref]))
        for ref, stored in found.items()
        if ref in wanted
    }


def minutes_of(composition: Composition, encounter: Encounter | None) -> Minutes:
    """Return stored minutes as they are shown and written."""
    texts = {
        coding.code: text_in(section.text)
        for section in composition.section or ()
        for coding in (section.code.coding if section.code else None) or ()
    }
    author = composition.author[0] if composition.author else Reference()
    there = [part.individual for part in (encounter.participant if encounter else None) or ()]
    return Minutes(
        discussion=texts.get("discussion", ""),
        decision=texts.get("decision", ""),
        present=tuple(one.reference or one.display or "" for one in there if one is not None),
        version=version_of(composition.meta),
        is_final=composition.status in ("final", "amended"),
        author=author.reference or "",
        author_name=author.display or "",
        changed_at=composition.date or "",
    )


async def save_draft(door: Door, person: Reviewed, written: Minutes) -> int:
    """Keep the minutes as they are being written and return their version, to be sent with the next words.

    Raises: VersionConflictError when they were changed elsewhere meanwhile, NotItsAuthorError for who does not hold the
    pen. Nothing is stored then.
    """
    appointment = await read_appointment(door, person.patient_id, person.one.id)
    async with door.writing() as unit:
        await stage_minutes(door, unit, appointment, person, written, is_final=False)
    return max(one.version for one in unit.results if one.type == "Composition")


async def stage_minutes(
    door: Door, unit: Unit, appointment: Appointment, person: Reviewed, written: Minutes, *, is_final: bool
) -> None:
    """Stage Encounter and Composition, created by the first words, replaced by those that follow."""
    encounter = meeting_encounter(door, appointment, person, written, is_final=is_final)
    composition = _composition(door, person, written, is_final=is_final)
    if written.version:
        unit.put(encounter)
        unit.update(composition, expected_version=written.version)
    else:
        unit.put(encounter)
        unit.create(composition)


def meeting_encounter(
    door: Door, appointment: Appointment, person: Reviewed, written: Minutes, *, is_final: bool
) -> Encounter:
    """Return the Encounter of a person's part of a meeting, with those present."""
    names = {one.reference or one.name: one.name for one in attendees_of(appointment)}
    there = [one for one in written.present if one in names]
    return Encounter(
        id=encounter_id(person.one.id),
        status="finished" if is_final or written.is_final else "in-progress",
        class_=Coding(system=systems.ACT_CODE, code="AMB", display="ambulatory"),
        type=[concept(systems.APPOINTMENT_KIND, "meeting", "Concertation")],
        subject=about(person.patient_id),
        participant=[EncounterParticipant(individual=_individual(one, names[one])) for one in there] or None,
        appointment=[Reference(reference=f"Appointment/{person.one.id}")],
        period=Period(start=appointment.start, end=appointment.end),
    )


def _individual(reference: str, name: str) -> Reference:
    """Return who was there; a structure, or a guest, by name: R4 has neither among those of an Encounter."""
    if reference.startswith(("PractitionerRole/", "RelatedPerson/", "Practitioner/")):
        return Reference(reference=reference, display=name)
    return Reference(display=name)


def _composition(door: Door, person: Reviewed, written: Minutes, *, is_final: bool) -> Composition:
    status = ("amended" if written.is_final else "final") if is_final else "preliminary"
    texts = {"question": person.question, "discussion": written.discussion, "decision": written.decision}
    return Composition(
        id=minutes_id(person.one.id),
        status=status,
        type=concept(systems.DOCUMENT_CATEGORY, "meeting-minutes", TITLE),
        subject=about(person.patient_id),
        encounter=Reference(reference=f"Encounter/{encounter_id(person.one.id)}"),
        date=fhir_instant(now()),
        author=[signature(door.actor)],
        title=TITLE,
        section=[
            CompositionSection(
                title=PARTS[code],
                code=concept(systems.MINUTES_PART, code, PARTS[code]),
                text=narrative_of(text),
            )
            for code, text in texts.items()
            if text
        ]
        or None,
    )
