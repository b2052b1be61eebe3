"""The states of an orientation, in the words of those who follow it, and why one is refused.

They are those of the national follow-up of orientations (SDO), told as R4 states of a Task.
"""

STATES: dict[str, str] = {
    "draft": "Brouillon",
    "requested": "Envoyée",
    "received": "En cours d’étude",
    "on-hold": "Mise en attente",
    "accepted": "Acceptée",
    "rejected": "Refusée",
    "completed": "Réalisée",
    "cancelled": "Annulée",
}
"""By `Task.status`."""

TO_STUDY = ("requested", "received")
WAITING = ("on-hold",)
ACCEPTED = ("accepted",)
ENDED = ("completed", "rejected", "cancelled")
OPEN = (*TO_STUDY, *WAITING, *ACCEPTED)

REFUSALS: dict[str, str] = {
    "no-place": "Aucune place dans un délai utile",
    "outside-area": "Habite hors du secteur desservi",
    "not-concerned": "Ne relève pas de cette offre",
    "too-heavy": "Besoins au-delà de ce que l’équipe peut assurer",
    "missing-information": "Dossier incomplet : des éléments manquent pour décider",
    "person-declines": "La personne ne le souhaite pas",
    "already-followed": "Déjà accompagnée ici ou ailleurs",
    "duplicate": "Demande reçue deux fois",
}
"""By code of `urn:cordee:orientation-refusal`."""

ANSWER_DAYS = 7
"""Within how many days the structure is expected to answer."""
