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


class UnnamedPersonError(CareError):
    """Nobody has said yet whom the request is about; no record opens for nobody."""

    code = "unnamed-person"

    def __init__(self) -> None:
        super().__init__(
            "Dites d’abord pour qui est cette demande : cherchez la personne, ou écrivez son nom. "
            "Aucun dossier n’a été ouvert.",
            "Say first whom this request is about: find the person, or write their name. No record was opened.",
        )
