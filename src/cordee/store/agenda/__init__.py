"""Agendas: appointments by participant and hour, when somebody is taken, and the calendars carried elsewhere.

Owns the tables agenda_entry (an index of Appointment, kept by a trigger) and calendar_feed.
"""

from cordee.store.agenda.feeds import FeedRow, Feeds
from cordee.store.agenda.reading import AgendaReading, AgendaRow, Taken
from cordee.store.agenda.rebuilding import rebuild

__all__ = ["AgendaReading", "AgendaRow", "FeedRow", "Feeds", "Taken", "rebuild"]
