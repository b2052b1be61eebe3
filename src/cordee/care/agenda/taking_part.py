"""Who takes part in an appointment: participants read, and made from members of a circle.

R4 has no Organization among the participants: a structure comes as a contained service it provides.
"""

from collections.abc import Iterable

import msgspec

from cordee.care.agenda.structures import service_of, structure_behind
from cordee.care.chart import Chart
from cordee.care.signing import about
from cordee.fhir.r4 import Appointment, AppointmentParticipant, Reference

_ANSWERS = {
    "accepted": "vient",
    "declined": "ne vient pas",
    "tentative": "peut-être",
    "needs-action": "à confirmer",
}


class Attendee(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who takes part; `answer` is accepted, declined, tentative or needs-action."""

    reference: str
    name: str
    role: str = ""
    answer: str = "accepted"

    @property
    def words(self) -> str:
        """Return the answer in words."""
        return _ANSWERS.get(self.answer, "")


def attendees_of(appointment: Appointment, chart: Chart | None = None) -> tuple[Attendee, ...]:
    """Return who takes part besides the person and the place; a chart names them as its circle does."""
    found = []
    for part in appointment.participant:
        actor = part.actor
        if actor is None or (actor.reference or "").startswith(("Patient/", "Location/")):
            continue
        reference = structure_behind(actor.reference or "", appointment.contained)
        name, role = actor.display or "Un professionnel", ""
        if chart is not None and reference:
            person = chart.person(reference, actor.display)
            name, role = person.name, person.role
        found.append(
            Attendee(reference=reference, name=name, role=role, answer=part.status or "needs-action")
        )
    return tuple(found)


def take_part(
    patient_id: str, members: Iterable[tuple[str, str]], me: str
) -> tuple[list[AppointmentParticipant], list[msgspec.Raw]]:
    """Return the participants for a person and members, each by reference and name, and the services to contain.

    Whoever writes has accepted, and so have structures, the person and those close; other professionals have to answer.
    """
    parts = [AppointmentParticipant(actor=about(patient_id), required="required", status="accepted")]
    services = []
    for number, (reference, name) in enumerate(members, 1):
        actor = Reference(reference=reference, display=name)
        if reference.startswith("Organization/"):
            services.append(service_of(reference, name, f"service-{number}"))
            actor = Reference(reference=f"#service-{number}", display=name)
        asked = reference.startswith("PractitionerRole/") and reference != me
        parts.append(
            AppointmentParticipant(
                actor=actor, required="required", status="needs-action" if asked else "accepted"
            )
        )
    return parts, services


def ask_again(appointment: Appointment, me: str) -> None:
    """Have every professional but the one who moves an appointment answer again."""
    for part in appointment.participant:
        reference = (part.actor.reference if part.actor else None) or ""
        if reference.startswith("PractitionerRole/"):
            part.status = "accepted" if reference == me else "needs-action"
