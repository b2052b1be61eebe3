"""The vocabulary of the trace, in one table: each action in French, and what it is as an AuditEvent.

Whoever traces a new kind of act adds its line here first; a house test compares the table with the code.
"""

import msgspec


class Action(msgspec.Struct, frozen=True):
    """One kind of act.

    `words` say what somebody did, after their name: « a lu le dossier ». `interaction` is the code of the AuditEvent's
    subtype, `letter` its action: C create, R read, U update, D delete, E execute. `detail` says what the column of
    that name holds for it.
    """

    words: str
    interaction: str
    letter: str
    detail: str = ""


ACTIONS: dict[str, Action] = {
    # the record
    "read": Action("a lu", "read", "R"),
    "vread": Action("a lu une version antérieure", "vread", "R"),
    "history": Action("a lu l’historique", "history", "R"),
    "record": Action("a lu le dossier", "read", "R"),
    "everything": Action("a lu tout le dossier", "operation", "R"),
    "search": Action("a cherché", "search", "E"),
    "list": Action("a vu le dossier dans une liste", "search", "E"),
    "busy": Action("a demandé quand un professionnel est libre", "search", "E"),
    "calendar": Action("a relevé son agenda depuis un autre logiciel", "read", "R"),
    "calendar-opened": Action("a ouvert son agenda à un autre logiciel", "operation", "E"),
    "calendar-closed": Action("a fermé son agenda aux autres logiciels", "operation", "E"),
    "labels": Action("a lu les étiquettes en usage", "operation", "R"),
    "create": Action("a ajouté", "create", "C"),
    "update": Action("a modifié", "update", "U"),
    "put": Action("a enregistré", "update", "U"),
    "patch": Action("a modifié", "patch", "U"),
    "delete": Action("a supprimé", "delete", "D"),
    "notify": Action("a été averti d’un changement", "operation", "R"),
    # what leaves
    "export": Action("a exporté", "operation", "R", "le format"),
    "print": Action("a imprimé", "operation", "R", "la page"),
    "pdf": Action("a produit un PDF", "operation", "R", "le document"),
    "request-file": Action("a ajouté une pièce à sa demande", "create", "C"),
    "match": Action("a cherché une personne par ses traits", "operation", "E"),
    # exceptional access
    "break-glass": Action(
        "a ouvert le dossier en urgence", "operation", "E", "le motif écrit par la personne"
    ),
    "break-glass-end": Action("a refermé l’accès d’urgence", "operation", "E"),
    "existence": Action("a demandé si un dossier existe", "operation", "E"),
    # coming in and going out
    "sign-in": Action("s’est connecté", "login", "E", "le moyen"),
    "sign-out": Action("s’est déconnecté", "logout", "E"),
    "sign-out-everywhere": Action("a fermé toutes ses sessions", "logout", "E"),
    "session-closed": Action("a fermé une de ses sessions", "logout", "E"),
    "role-switch": Action("a changé de rôle", "operation", "E"),
    "step-up": Action("a prouvé de nouveau son identité", "login", "E", "le moyen"),
    "launch": Action("est arrivé depuis un autre logiciel", "login", "E", "le logiciel"),
    "token-issue": Action("a obtenu un jeton d’accès", "operation", "E", "à quoi il sert"),
    "token-refresh": Action("a renouvelé un jeton d’accès", "operation", "E"),
    "token-revoke": Action("a révoqué un jeton d’accès", "operation", "E"),
    "invite": Action("a invité", "operation", "E"),
    "invitation-accepted": Action("a accepté une invitation", "operation", "E"),
    "means-added": Action("a ajouté un moyen de connexion", "operation", "U", "le moyen"),
    "means-removed": Action("a retiré un moyen de connexion", "operation", "U", "le moyen"),
    "password-changed": Action("a changé son mot de passe", "operation", "U"),
    "account-closed": Action("a fermé un compte", "operation", "U"),
    # the circle and consent, beside the writes they cause
    "join-asked": Action("a demandé à rejoindre le cercle", "operation", "E"),
    # the trace itself
    "trace-read": Action("a consulté les traces", "search", "E", "ce qui était demandé"),
    "trace-export": Action("a exporté les traces", "operation", "R", "ce qui était demandé"),
    "trace-verify": Action("a vérifié les traces", "operation", "E"),
    "trace-purge": Action("a supprimé les traces au terme de leur conservation", "operation", "D"),
    "review-decided": Action("a rendu une décision sur un signalement", "operation", "U", "la décision"),
    # the platform
    "import": Action("a importé des données", "operation", "C"),
    "populate": Action("a créé des personnes fictives", "operation", "C"),
}

OPENS = frozenset(
    {"read", "vread", "history", "record", "everything", "break-glass", "export", "print", "pdf"}
)
"""The actions by which somebody sees what is in one record."""

WRITES = frozenset({"create", "update", "put", "patch", "delete"})


def action_of(code: str) -> Action:
    """Return the line of an action; one nobody wrote down yet is told by its code, never left out."""
    return ACTIONS.get(code) or Action(f"a fait « {code} »", "operation", "E")
