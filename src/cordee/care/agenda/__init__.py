"""Agendas: appointments of a record, who comes home and when, when professionals are free, calendars elsewhere.

Owns Appointment, and Schedule and Slot. An appointment is of one person's record, whatever the number of people there.
"""

from cordee.care.agenda.booking import Booking, answer, book, cancel, move, put_back
from cordee.care.agenda.conflicts import Clash, clashes
from cordee.care.agenda.kinds import KINDS
from cordee.care.agenda.mine import Event, events_of_record, my_events
from cordee.care.agenda.view import SHELVES, Agenda, Rendezvous, agenda_from, agenda_of, rendezvous_of

__all__ = [
    "KINDS",
    "SHELVES",
    "Agenda",
    "Booking",
    "Clash",
    "Event",
    "Rendezvous",
    "agenda_from",
    "agenda_of",
    "answer",
    "book",
    "cancel",
    "clashes",
    "events_of_record",
    "move",
    "my_events",
    "put_back",
    "rendezvous_of",
]
