"""The trace in French: what was done, to what, for what purpose, in which role."""

from collections.abc import Mapping

from cordee.store.trace.actions import WRITES, action_of

THINGS = {
    "DocumentReference": "une note ou un document",
    "Observation": "une mesure",
    "Goal": "un objectif",
    "Task": "une action",
    "CarePlan": "le plan",
    "CareTeam": "le cercle",
    "Appointment": "un rendez-vous",
    "Patient": "l’identité",
    "RelatedPerson": "un proche",
    "ServiceRequest": "un besoin ou une demande",
    "Consent": "un consentement",
}
PURPOSES = {
    "care": "",
    "api": "par un logiciel",
    "import": "à l’import",
    "jobs": "par un traitement automatique",
    "privacy": "au titre de la protection des données",
    "emergency": "en urgence",
}
KINDS = {
    "patient": "la personne accompagnée",
    "carer": "proche",
    "guardian": "représentant légal",
    "officer": "référent vie privée",
    "operator": "exploitant",
    "system": "la plateforme",
}
_IN_A_LIST = {"search": "a trouvé le dossier par une recherche", "list": "a vu le dossier dans sa liste"}
_OF_A_RECORD = frozenset({"read", "record", "vread", "history"})


def deed(action: str, type_: str) -> str:
    """Return what somebody did in a record, after their name: « a ajouté une note ou un document »."""
    if action in WRITES:
        return f"{action_of(action).words} {THINGS.get(type_, 'un élément')}"
    if action in _IN_A_LIST:
        return _IN_A_LIST[action]
    return "a lu le dossier" if action in _OF_A_RECORD else action_of(action).words


def purpose_words(purpose: str) -> str:
    """Return for what purpose, nothing for care itself."""
    return PURPOSES.get(purpose, purpose)


def role_words(role: str, labels: Mapping[str, str]) -> str:
    """Return a role as the territory calls it; `labels` are its roles by code."""
    return labels.get(role) or KINDS.get(role, role)
