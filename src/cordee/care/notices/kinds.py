"""What one may be told of: a code, the words of the notice, and what leads to the cause.

The words never say who, nor what: they may be read over a shoulder.
"""

import msgspec


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of notice.

    `words` is the notice itself, `name` the line of the settings. `part` is the page of the record that shows the
    cause; `path` the page outside records, for what is of none. `is_of_record` is False for what is told to somebody
    who need not stand in a circle: such a notice is its reader's alone and names no record. `leaves` are the channels
    by which it leaves for who chose nothing. `is_in_app` is False for what has a place and a count of its own, and no
    line among notices. `is_for_everyone`: the person and those close are told too.
    """

    code: str
    words: str
    name: str
    part: str = ""
    path: str = ""
    icon: str = "bell"
    is_urgent: bool = False
    is_of_record: bool = True
    leaves: str = "push"
    is_in_app: bool = True
    is_for_everyone: bool = False

    @property
    def usual_channels(self) -> tuple[str, ...]:
        """Return by which channels it leaves for who chose nothing."""
        return tuple(self.leaves.split())


_ALL = (
    Kind(
        code="urgent-note",
        leaves="mail push",
        words="Note urgente dans le cahier",
        name="Une note urgente est écrite",
        part="/cahier",
        icon="notebook",
        is_urgent=True,
    ),
    Kind(
        code="alert",
        leaves="mail push",
        words="Une alerte attend quelqu’un",
        name="Une alerte s’ouvre ou monte d’un cran",
        part="/alertes",
        icon="alert-triangle",
        is_urgent=True,
    ),
    Kind(
        code="mention",
        is_for_everyone=True,
        leaves="mail push",
        words="Vous êtes cité·e dans un message",
        name="On me cite dans un message",
        part="/messages",
        path="/messages",
        icon="message",
    ),
    Kind(
        code="new-message",
        is_for_everyone=True,
        leaves="mail push",
        is_in_app=False,
        words="Nouveau message",
        name="Un message arrive dans une de mes conversations",
        part="/messages",
        path="/messages",
        icon="message",
    ),
    Kind(
        code="task-given",
        leaves="mail push",
        words="Une tâche vous est confiée",
        name="On me confie une tâche",
        part="/plan",
        path="/taches",
        icon="checkbox",
    ),
    Kind(
        code="task-refused",
        words="Une tâche est refusée",
        name="Une tâche que j’ai confiée est refusée",
        part="/plan",
        path="/taches",
        icon="checkbox",
    ),
    Kind(
        code="task-done",
        leaves="",
        words="Une tâche est terminée",
        name="Une tâche que j’ai confiée est terminée",
        part="/plan",
        path="/taches",
        icon="checkbox",
    ),
    Kind(
        code="task-late",
        words="Une tâche est en retard",
        name="Une de mes tâches est en retard",
        part="/plan",
        path="/taches",
        icon="clock",
    ),
    Kind(
        code="request",
        words="Une demande vous est adressée",
        name="Une demande arrive",
        path="/demandes",
        icon="phone-incoming",
        is_of_record=False,
    ),
    Kind(
        code="request-late",
        leaves="mail push",
        words="Une demande dépasse son délai",
        name="Une demande dépasse son délai",
        path="/demandes",
        icon="phone-incoming",
        is_urgent=True,
        is_of_record=False,
    ),
    Kind(
        code="request-soon",
        words="Une demande approche de son délai",
        name="Une demande approche de son délai",
        path="/demandes",
        icon="phone-incoming",
        is_of_record=False,
    ),
    Kind(
        code="request-answered",
        words="Une de vos demandes a sa réponse",
        name="Une de mes demandes a sa réponse",
        path="/demandes",
        icon="phone-incoming",
        is_of_record=False,
    ),
    Kind(
        code="orientation",
        words="Une orientation attend une suite",
        name="Une orientation change d’état",
        path="/orientations",
        icon="send",
        is_of_record=False,
    ),
    Kind(
        code="appointment",
        is_for_everyone=True,
        words="Un rendez-vous est posé ou changé",
        name="Un de mes rendez-vous est posé ou changé",
        part="/agenda",
        path="/agenda",
        icon="calendar-event",
    ),
    Kind(
        code="meeting",
        is_for_everyone=True,
        leaves="mail push",
        words="Une concertation vous attend",
        name="On m’invite à une concertation",
        part="/agenda",
        path="/agenda",
        icon="users",
    ),
    Kind(
        code="decision",
        words="Une concertation a rendu sa décision",
        name="Une concertation rend sa décision",
        part="/agenda",
        path="/agenda",
        icon="users",
    ),
    Kind(
        code="plan",
        leaves="",
        words="Le plan a changé",
        name="Le plan d’une personne que je suis change",
        part="/plan",
        icon="list-check",
    ),
    Kind(
        code="review-due",
        words="Une revue du plan approche",
        name="Une revue du plan approche",
        part="/plan",
        icon="clock",
    ),
    Kind(
        code="assessment",
        leaves="",
        words="Une évaluation est signée",
        name="Une évaluation est signée",
        part="/evaluations",
        icon="list-check",
    ),
    Kind(
        code="note-reply",
        leaves="",
        words="On a répondu à votre note",
        name="On répond à une de mes notes",
        part="/cahier",
        icon="notebook",
    ),
    Kind(
        code="document",
        leaves="",
        is_for_everyone=True,
        words="Un document est arrivé",
        name="Un document arrive",
        part="/documents",
        icon="paperclip",
    ),
    Kind(
        code="record-opened",
        words="Un dossier s’ouvre, vous êtes du cercle",
        name="Un dossier s’ouvre dont je suis du cercle",
        icon="folders",
    ),
    Kind(
        code="record-closed",
        words="Un dossier se ferme",
        name="Un dossier dont je suis du cercle se ferme",
        icon="folders",
    ),
    Kind(
        code="record-suspended",
        leaves="",
        words="Un dossier est suspendu ou reprend",
        name="Un dossier dont je suis du cercle est suspendu ou reprend",
        icon="folders",
    ),
)

KINDS: dict[str, Kind] = {one.code: one for one in _ALL}
"""What `notice_job` takes, by code."""

OTHERS: dict[str, Kind] = {
    one.code: one
    for one in (
        Kind(
            code="circle-joined",
            leaves="",
            words="Un membre est entré dans le cercle",
            name="Le cercle change",
            part="/cercle",
            icon="users",
        ),
        Kind(
            code="circle-left",
            leaves="",
            words="Un membre a quitté le cercle",
            name="Le cercle change",
            part="/cercle",
            icon="users",
        ),
        Kind(
            code="circle-asked",
            words="Un professionnel demande à rejoindre le cercle",
            name="On demande à rejoindre un cercle",
            part="/cercle",
            icon="users",
        ),
        Kind(
            code="emergency-access",
            is_for_everyone=True,
            words="Le dossier a été ouvert en urgence",
            name="Un dossier est ouvert en urgence",
            part="/acces",
            icon="alert-triangle",
            is_urgent=True,
        ),
    )
}
"""Kinds whose notices are written with their cause: the circle that changes, the record opened in an emergency."""


def kind_of(code: str) -> Kind:
    """Return a kind by its code; one this release does not know reads as a plain notice."""
    found = KINDS.get(code) or OTHERS.get(code)
    return found or Kind(code=code, words="Un nouvel élément vous attend", name="Autres avis")
