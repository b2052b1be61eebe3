"""Refusals of this service."""

from cordee.care.errors import CareError


class AlreadyAnsweredError(CareError):
    """The request was accepted or refused in the meantime; that answer stands."""

    code = "already-answered"

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un a déjà répondu à cette demande. Sa réponse est conservée et rien n’a été modifié.",
            "Somebody has answered this request already. Their answer stands.",
        )


class NoCoordinationError(CareError):
    """The directory holds no coordination structure to send the request to."""

    code = "no-coordination"

    def __init__(self) -> None:
        super().__init__(
            "Aucun dispositif d’appui à la coordination n’est inscrit dans l’annuaire de ce territoire. "
            "Rien n’a été envoyé.",
            "The directory of this territory holds no coordination structure. Nothing was sent.",
        )
