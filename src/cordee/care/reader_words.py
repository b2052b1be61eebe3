"""How classes of readers, parts of a record and marks on an entry are called, as those who work with them say."""

from collections.abc import Iterable

import msgspec


class ClassWords(msgspec.Struct, frozen=True, kw_only=True):
    """One class: its name, how a sentence names it (« les proches », « aux proches »), and who is in it."""

    name: str
    said: str
    to: str
    who: str


class PartWords(msgspec.Struct, frozen=True, kw_only=True):
    """One category: its name, how a sentence names it, what is in it, and the kind that draws it."""

    name: str
    said: str
    what: str
    kind: str


class MarkWords(msgspec.Struct, frozen=True, kw_only=True):
    """One label or confidentiality: what it does, and what it is for."""

    name: str
    why: str


CLASS_WORDS: dict[str, ClassWords] = {
    "medical": ClassWords(
        name="Médecins",
        said="les médecins",
        to="aux médecins",
        who="généralistes, spécialistes, hospitaliers",
    ),
    "nursing": ClassWords(
        name="Infirmiers", said="les infirmiers", to="aux infirmiers", who="libéraux, SSIAD"
    ),
    "health": ClassWords(
        name="Autres soignants",
        said="les autres soignants",
        to="aux autres soignants",
        who="pharmaciens, kinés, psychologues…",
    ),
    "social": ClassWords(
        name="Travailleurs sociaux",
        said="les travailleurs sociaux",
        to="aux travailleurs sociaux",
        who="assistants sociaux, CLIC",
    ),
    "home_help": ClassWords(
        name="Aide à domicile",
        said="l’aide à domicile",
        to="à l’aide à domicile",
        who="responsables, intervenants",
    ),
    "coordination": ClassWords(
        name="Coordination", said="la coordination", to="à la coordination", who="équipe du DAC"
    ),
    "carer": ClassWords(
        name="Proches", said="les proches", to="aux proches", who="aidants, personne de confiance"
    ),
    "guardian": ClassWords(
        name="Représentant légal",
        said="le représentant légal",
        to="au représentant légal",
        who="tuteur, parent d’un mineur",
    ),
    "person": ClassWords(
        name="La personne", said="la personne", to="à la personne", who="dans son propre dossier"
    ),
}

PARTS: dict[str, PartWords] = {
    "identity": PartWords(
        name="Identité", said="l’identité", what="nom, naissance, INS, coordonnées", kind="person"
    ),
    "social": PartWords(
        name="Situation sociale", said="la partie sociale", what="logement, droits, aides", kind="social"
    ),
    "medical": PartWords(
        name="Partie médicale", said="la partie médicale", what="problèmes, traitements, allergies, séjours",
        kind="medical",
    ),
    "plan": PartWords(name="Plan", said="le plan", what="besoins, objectifs, actions", kind="plan"),
    "notebook": PartWords(
        name="Cahier de liaison", said="le cahier", what="notes de passage, questions", kind="notes"
    ),
    "measures": PartWords(name="Mesures", said="les mesures", what="poids, tension, glycémie", kind="measures"),
    "documents": PartWords(
        name="Documents", said="les documents", what="courriers, comptes rendus, photos", kind="documents"
    ),
    "agenda": PartWords(name="Agenda", said="l’agenda", what="rendez-vous, passages", kind="agenda"),
    "messages": PartWords(
        name="Messages", said="les messages", what="échanges, avis de note urgente", kind="message"
    ),
    "circle": PartWords(name="Cercle", said="le cercle", what="qui entoure la personne", kind="circle"),
    "request": PartWords(
        name="Demandes d’appui", said="les demandes d’appui", what="ce qui a été demandé, la réponse",
        kind="request",
    ),
    "consent": PartWords(
        name="Consentements", said="les consentements", what="accords et refus de la personne", kind="person"
    ),
    "other": PartWords(
        name="Pièces diverses", said="les pièces diverses", what="remboursements, antécédents familiaux",
        kind="documents",
    ),
}  # fmt: skip

PART_WORDS: dict[str, str] = {code: part.said for code, part in PARTS.items()}
"""How a sentence names each category."""

LABEL_WORDS: dict[str, MarkWords] = {
    "INVISIBLE_PATIENT": MarkWords(
        name="N’est pas montré à la personne", why="le temps de lui annoncer quelque chose de vive voix"
    ),
    "INVISIBLE_REPRESENTANTS_LEGAUX": MarkWords(
        name="N’est pas montré au représentant légal", why="ce qu’un mineur demande de garder pour lui"
    ),
    "MASQUE_PT": MarkWords(name="N’est pas montré aux proches", why="ce que la personne veut dire elle-même"),
    "MASQUE_PSOCIAL": MarkWords(
        name="N’est pas montré au secteur social", why="ce qui ne sert qu’à la santé"
    ),
    "MASQUE_PS": MarkWords(name="N’est pas montré aux soignants", why="ce que la personne leur refuse"),
}
CONFIDENTIALITY_WORDS: dict[str, MarkWords] = {
    "R": MarkWords(name="Restreint", why="plus sensible que le reste du dossier"),
    "V": MarkWords(name="Très restreint", why="à ne partager qu’avec qui en a vraiment besoin"),
}


def enumerated(words: Iterable[str]) -> str:
    """Return `le plan, le cahier et l’agenda`."""
    *first, end = [*words] or [""]
    return f"{', '.join(first)} et {end}" if first else end
