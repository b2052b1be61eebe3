"""The kinds of thing a person meets, each with its icon and its word; the colour is the style sheet's `.kind-…`.

A colour never speaks alone: whoever shows a kind shows its icon and says its word.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """How a kind of thing is drawn and named."""

    icon: str
    word: str


KINDS: dict[str, Kind] = {
    "medical": Kind("stethoscope", "Médical"),
    "social": Kind("home-heart", "Social"),
    "plan": Kind("target-arrow", "Plan"),
    "task": Kind("checkbox", "Action"),
    "notes": Kind("notebook", "Cahier"),
    "photo": Kind("camera", "Photo"),
    "agenda": Kind("calendar-event", "Agenda"),
    "person": Kind("heart-handshake", "La personne"),
    "urgent": Kind("urgent", "Urgent"),
    "documents": Kind("file-text", "Document"),
    "measures": Kind("activity", "Mesure"),
    "circle": Kind("users", "Cercle"),
    "message": Kind("message", "Message"),
    "request": Kind("phone-incoming", "Demande"),
    "hospital": Kind("building-hospital", "Hôpital"),
}


def kind_of(name: str) -> Kind:
    """Return the kind of that name; an unknown name is shown as a document rather than as nothing."""
    return KINDS.get(name, KINDS["documents"])
