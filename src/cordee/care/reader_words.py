"""How classes of readers and parts of a record are called, as those who work with them say."""

from collections.abc import Iterable

import msgspec


class ClassWords(msgspec.Struct, frozen=True, kw_only=True):
    """One class: its name, who is in it, its icon."""

    name: str
    who: str
    icon: str


CLASS_WORDS: dict[str, ClassWords] = {
    "medical": ClassWords(name="Médecins", who="généraliste, spécialiste, hospitalier", icon="stethoscope"),
    "nursing": ClassWords(name="Infirmiers", who="à domicile, en SSIAD", icon="nurse"),
    "health": ClassWords(
        name="Autres soignants", who="pharmacien, kinésithérapeute, psychologue, diététicien…", icon="pill"
    ),
    "social": ClassWords(name="Travailleurs sociaux", who="assistant social, CLIC", icon="heart-handshake"),
    "home_help": ClassWords(name="Aide à domicile", who="responsables et intervenants", icon="home-heart"),
    "coordination": ClassWords(name="Coordination", who="l’équipe du DAC", icon="users"),
    "carer": ClassWords(name="Proches", who="aidant, personne de confiance", icon="heart-handshake"),
    "guardian": ClassWords(name="Représentant légal", who="tuteur, parent d’un mineur", icon="shield-check"),
    "person": ClassWords(name="La personne", who="dans son propre dossier", icon="user-heart"),
}

PART_WORDS: dict[str, str] = {
    "identity": "l’identité",
    "social": "la partie sociale",
    "medical": "la partie médicale",
    "plan": "le plan",
    "notebook": "le cahier",
    "measures": "les mesures",
    "documents": "les documents",
    "agenda": "l’agenda",
    "messages": "les messages",
    "circle": "le cercle",
    "request": "les demandes d’appui",
    "consent": "les consentements",
    "other": "les pièces diverses",
}


def enumerated(words: Iterable[str]) -> str:
    """Return `le plan, le cahier et l’agenda`."""
    *first, end = [*words] or [""]
    return f"{', '.join(first)} et {end}" if first else end
