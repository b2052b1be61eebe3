"""The invitation to one appointment, for the calendar of who receives it.

Source: RFC 5546, METHOD REQUEST and CANCEL.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import msgspec

from cordee.care.agenda.calendar.feed import PRODUCT

REQUEST, CANCEL = "REQUEST", "CANCEL"


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation says: never whom the appointment is about.

    `uid` stays the same for the life of the appointment, `sequence` grows with its versions.
    """

    uid: str
    sequence: int
    title: str
    start: datetime
    end: datetime
    changed_at: datetime
    place: str = ""
    link: str = ""
    is_cancelled: bool = False

    @property
    def method(self) -> str:
        """Return the method of RFC 5546."""
        return CANCEL if self.is_cancelled else REQUEST


def invitation_ics(one: Invitation, zone: ZoneInfo, organizer: str, attendee: str) -> bytes:
    """Return the invitation as a calendar, from one mailbox to another."""
    event = icalendar.Event()
    event.add("uid", f"{one.uid}@cordee")
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("dtstart", one.start.astimezone(zone))
    event.add("dtend", one.end.astimezone(zone))
    event.add("summary", one.title)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    if one.place:
        event.add("location", one.place)
    if one.link:
        event.add("url", one.link)
    event.add("organizer", f"mailto:{organizer}", {"cn": "Cordée"})
    event.add(
        "attendee",
        f"mailto:{attendee}",
        {"role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION", "rsvp": "TRUE"},
    )
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", one.method)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
