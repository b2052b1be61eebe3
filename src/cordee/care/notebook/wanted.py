"""Which notes are wanted: filters as FHIR search parameters, so that what a page shows an API client can ask too."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.care.notebook.kinds import URGENT
from cordee.fhir import systems

WORDS_LENGTH = 100
Pairs = list[tuple[str, str]]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader looks for; all of it empty is the whole notebook."""

    type: str = ""
    author: str = ""
    urgent: bool = False
    unread: bool = False
    since: date | None = None
    until: date | None = None
    words: str = ""

    @property
    def is_all(self) -> bool:
        """Return whether nothing is filtered."""
        return self == Wanted()

    def pairs(self, patient_id: str, unread_since: datetime, zone: ZoneInfo) -> Pairs:
        """Return the search that answers it; days are those of the territory."""
        found: Pairs = [
            ("patient", f"Patient/{patient_id}"),
            ("status", "current"),
            ("type", f"{systems.NOTE_TYPE}|{self.type}"),
        ]
        if self.author:
            found.append(("author", self.author))
        if self.urgent:
            found.append(("_tag", f"{systems.NOTE_MARK}|{URGENT}"))
        if self.unread:
            found.append(("_lastUpdated", f"gt{unread_since.isoformat()}"))
        if self.since is not None:
            found.append(("date", f"ge{_start(self.since, zone)}"))
        if self.until is not None and self.until < date.max:
            found.append(("date", f"lt{_start(self.until + timedelta(days=1), zone)}"))
        if self.words:
            found.append(("_content", self.words[:WORDS_LENGTH]))
        return found


def _start(day: date, zone: ZoneInfo) -> str:
    return datetime.combine(day, time(), zone).isoformat()
