"""Agendas in other software (iCalendar, RFC 5545 and 5546): the feed somebody reads, the invitation that is sent.

Neither ever holds a name, a reason, or a word of the record.
"""

from cordee.care.agenda.calendar.feed import calendar_of
from cordee.care.agenda.calendar.invitation import Invitation, invitation_ics
from cordee.care.agenda.calendar.saying import SAYS, Saying

__all__ = ["SAYS", "Invitation", "Saying", "calendar_of", "invitation_ics"]
