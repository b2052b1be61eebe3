"""The trace in French: what was done, to what, for what purpose, in which role."""

from collections.abc import Mapping

from cordee.store.trace.actions import OPENS, WRITES, action_of

Labels = Mapping[str, tuple[str, ...]]
"""The words of each role of a territory by its code, the masculine first."""

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
    "EpisodeOfCare": "le dossier de coordination",
    "Condition": "un problème de santé",
    "MedicationStatement": "un traitement",
    "AllergyIntolerance": "une allergie",
    "Immunization": "un vaccin",
    "Procedure": "un acte",
    "DeviceUseStatement": "un matériel",
    "Coverage": "un droit",
    "Flag": "une alerte ou une mesure de protection",
    "Composition": "un compte rendu",
    "QuestionnaireResponse": "une évaluation",
}
PURPOSES = {
    "care": "",
    "api": "par un logiciel",
    "import": "à l’import",
    "jobs": "par un traitement automatique",
    "privacy": "au titre de la protection des données",
    "emergency": "en urgence",
    "sign-in": "",
    "trace": "",
    "subscriptions": "par un abonnement",
}
KINDS = {
    "patient": "la personne accompagnée",
    "carer": "proche",
    "guardian": "représentant légal",
    "officer": "référent vie privée",
    "operator": "exploitant",
    "system": "la plateforme",
    "software": "logiciel",
}
_IN_A_LIST = {"search": "a trouvé le dossier par une recherche", "list": "a vu le dossier dans une liste"}
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


def attempt(action: str) -> str:
    """Return what somebody tried and was refused, after their name."""
    if action in OPENS or action in _IN_A_LIST:
        return "a essayé de lire"
    return "a essayé d’écrire" if action in WRITES else f"sans succès : {action_of(action).words}"


def role_words(role: str, labels: Labels, said: str = "") -> str:
    """Return the role somebody acted in as the territory calls it, in the gender the directory gives them.

    `labels` are the words of each role by code, `said` the role they hold now.
    """
    words = labels.get(role, ())
    if said and said.lower() in {one.lower() for one in words}:
        return said
    return words[0] if words else KINDS.get(role, role)
