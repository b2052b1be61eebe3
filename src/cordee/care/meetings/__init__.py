"""Concertations: a meeting about one or several persons, each with an Appointment, minutes and decisions of their own.

A meeting is nothing but the identifier its appointments share: whoever stands in the circle of one of the persons sees
that one, and does not learn that there are others. See ADR 0038.
"""

from cordee.care.meetings.calling import (
    Calling,
    add_person,
    ask_question,
    call_meeting,
    invite,
    move_meeting,
    set_meeting_off,
)
from cordee.care.meetings.following import add_decision
from cordee.care.meetings.minutes import Minutes, minutes_of, read_minutes, save_draft
from cordee.care.meetings.validating import validate
from cordee.care.meetings.view import MeetingLine, Reviewed, my_meetings, read_meeting

__all__ = [
    "Calling",
    "MeetingLine",
    "Minutes",
    "Reviewed",
    "add_decision",
    "add_person",
    "ask_question",
    "call_meeting",
    "invite",
    "minutes_of",
    "move_meeting",
    "my_meetings",
    "read_meeting",
    "read_minutes",
    "save_draft",
    "set_meeting_off",
    "validate",
]
