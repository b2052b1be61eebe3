"""Who a task may be given to: whoever can see it, that is the circle, and the team that stands in it."""

import msgspec

from cordee.access import Door
from cordee.access.habilitation import reader_class_of
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_members import present
from cordee.care.elements import code_of, holds, id_in
from cordee.care.errors import UnknownChoiceError
from cordee.care.people import Person, name_of_person
from cordee.care.signing import signature
from cordee.care.tasks.team import staff_of
from cordee.fhir import systems
from cordee.fhir.r4 import EpisodeOfCare, PractitionerRole, Reference, Task
from cordee.kernel.clock import now


async def assignees(door: Door, chart: Chart) -> dict[str, Person]:
    """Return whom a task of this record may be given to, by reference: oneself first, the person last.

    - who stands in the circle today, and the record's referent;
    - one's colleagues, when the structure stands in the circle;
    - the structure's coordination staff, when it is the one that coordinates.
    """
    me = Person(reference=door.actor.who, name=door.actor.name, role=door.actor.role_label)
    person = chart.person(f"Patient/{chart.patient_id}")
    found = {me.reference: me}
    for participant in (chart.team.participant if chart.team else None) or ():
        reference = (participant.member.reference if participant.member else None) or ""
        if reference and holds(participant.period, now()):
            found.setdefault(reference, chart.person(reference))
    for episode in chart.of(EpisodeOfCare):
        referent = episode.careManager
        if episode.status == "active" and referent is not None and referent.reference:
            found.setdefault(
                referent.reference,
                msgspec.structs.replace(
                    chart.person(referent.reference, referent.display), role="coordination du dossier"
                ),
            )
    for one in await _colleagues(door, chart):
        found.setdefault(one.reference, one)
    found.pop(person.reference, None)
    return found | {person.reference: person}


async def assignee(door: Door, task: Task, reference: str) -> Reference:
    """Return the reference that gives a task to somebody. Raises: UnknownChoiceError when it may not be given so."""
    if reference == door.actor.who:
        return signature(door.actor)
    chart = await open_chart(door, id_in(task.for_, "Patient"))
    person = (await assignees(door, chart)).get(reference)
    if person is None:
        raise UnknownChoiceError("owner")
    return Reference(reference=reference, display=person.name)


async def _colleagues(door: Door, chart: Chart) -> list[Person]:
    mine = door.actor.organization
    if not mine or chart.team is None:
        return []
    manages = any(one.reference == mine for one in chart.team.managingOrganization or ())
    stands = bool(present(chart, mine))
    if not manages and not stands:
        return []
    return [_person(role) for role in await staff_of(door, mine) if stands or _coordinates(role)]


def _person(role: PractitionerRole) -> Person:
    return name_of_person(f"PractitionerRole/{role.id}", role)


def _coordinates(role: PractitionerRole) -> bool:
    code = next((found for one in role.code or () if (found := code_of(one, systems.ROLE))), "")
    return reader_class_of("professional", code) == "coordination"
