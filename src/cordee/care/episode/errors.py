"""Refusals of the life of a record."""

from cordee.care.errors import CareError


class EpisodeStateError(CareError):
    """The record is not, or no longer, in a state from which this can be done; nothing was stored."""

    code = "episode-state"

    def __init__(self) -> None:
        super().__init__(
            "Ce dossier n’est plus dans l’état affiché : quelqu’un l’a suspendu, clos ou rouvert entre-temps. "
            "Rien n’a été enregistré ; rouvrez la page.",
            "This record is no longer in the state shown: somebody suspended, closed or reopened it meanwhile. "
            "Nothing was stored; open the page again.",
        )
