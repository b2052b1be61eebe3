"""Guests of an appointment: people without an account, known by a name and a mailbox, kept in the appointment alone."""

from collections.abc import Iterable

import msgspec

from cordee.fhir import encode
from cordee.fhir.r4 import (
    Appointment,
    AppointmentParticipant,
    ContactPoint,
    HumanName,
    Practitioner,
    Reference,
)

PREFIX = "guest-"
GUESTS_MAX = 20  # of one appointment


class Guest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody invited from outside."""

    name: str
    email: str
    id: str = ""


class _Contained(msgspec.Struct):
    id: str = ""
    telecom: list[ContactPoint] = []


_decode = msgspec.json.Decoder(_Contained).decode


def guests_in(appointment: Appointment) -> list[Guest]:
    """Return the guests of an appointment."""
    mailboxes = {
        one.id: one for one in map(_decode, appointment.contained or ()) if one.id.startswith(PREFIX)
    }
    found = []
    for part in appointment.participant:
        id_ = ((part.actor.reference if part.actor else None) or "").removeprefix("#")
        if id_ in mailboxes and part.actor is not None:
            email = next((one.value or "" for one in mailboxes[id_].telecom if one.system == "email"), "")
            found.append(Guest(name=part.actor.display or "Un invité", email=email, id=id_))
    return found


def invite_guests(appointment: Appointment, guests: Iterable[Guest]) -> list[str]:
    """Add guests to an appointment, each mailbox once; return the ids of those added."""
    known = {one.email.lower() for one in guests_in(appointment)}
    added = []
    for guest in guests:
        if guest.email.lower() in known or len(known) >= GUESTS_MAX:
            continue
        id_ = f"{PREFIX}{len(known) + 1}"
        contained = Practitioner(
            id=id_,
            name=[HumanName(text=guest.name)],
            telecom=[ContactPoint(system="email", value=guest.email)],
        )
        appointment.contained = [*(appointment.contained or ()), msgspec.Raw(encode(contained))]
        appointment.participant = [
            *appointment.participant,
            AppointmentParticipant(
                actor=Reference(reference=f"#{id_}", display=guest.name),
                required="optional",
                status="needs-action",
            ),
        ]
        known.add(guest.email.lower())
        added.append(id_)
    return added
