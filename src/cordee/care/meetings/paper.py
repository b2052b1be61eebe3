"""The minutes of one person on paper: nobody else of the meeting is named but those who were there for them."""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Any

from cordee.care.agenda.taking_part import Attendee
from cordee.care.meetings.following import Decided
from cordee.care.meetings.minutes import TITLE, Minutes
from cordee.care.meetings.view import MeetingLine, Reviewed
from cordee.care.print import Paper


def minutes_paper(
    meeting: MeetingLine, person: Reviewed, written: Minutes, present: Sequence[Attendee],
    decided: Sequence[Decided], *, service: str, on: date, zone: tzinfo, author: str,
) -> Paper:  # fmt: skip
    """Return the minutes ready for print."""
    data: dict[str, Any] = {
        "service": service,
        "person": person.name.polite if person.name else "",
        "held": meeting.start.astimezone(zone).date().isoformat(),
        "hour": f"{meeting.start.astimezone(zone):%H:%M}".replace(":", " h "),
        "place": meeting.place or ("en visioconférence" if meeting.link else ""),
        "present": [f"{one.name}, {one.role}" if one.role else one.name for one in present],
        "question": person.question,
        "discussion": written.discussion,
        "decision": written.decision,
        "tasks": [
            {"text": one.text, "owner": one.owner, "due": one.due_on.isoformat() if one.due_on else ""}
            for one in decided
            if one.is_here
        ],
        "author": author,
    }
    return Paper(package=__package__, template="minutes", title=TITLE, on=on, data=data)
