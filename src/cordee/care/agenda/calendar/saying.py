"""What a calendar outside the platform may say of an appointment: a kind, initials if asked, a town. Pure."""

from typing import Literal

from cordee.care.agenda.kinds import KINDS
from cordee.care.agenda.mine import Event
from cordee.care.people import FullName

Saying = Literal["initials", "town"]
SAYS: dict[str, str] = {
    "initials": "Visite J. M., Autun — les initiales et la commune",
    "town": "Visite, Autun — la commune seule",
}
_WORDS = {icon: word.split(" à ")[0] for word, icon in KINDS.values()}
OTHER = "Rendez-vous"


def summary_of(event: Event, says: str) -> str:
    """Return the title of an event: its kind, never what was written."""
    word = "Concertation" if event.is_meeting else _WORDS.get(event.one.icon, OTHER)
    word = OTHER if word.startswith("Autre") else word
    if says == "initials" and event.name is not None:
        return f"{word} {initials_of(event.name)}"
    return word


def initials_of(name: FullName) -> str:
    """Return `J. M.`."""
    return " ".join(f"{part[0]}." for part in (name.given, name.family) if part)
