"""Refusals of this service."""

from cordee.care.errors import CareError


class MemberRefusedError(CareError):
    """The person refused this member, and the refusal stands; nothing was added."""

    code = "member-refused"

    def __init__(self) -> None:
        super().__init__(
            "La personne a refusé que ce membre voie son dossier. Rien n’a été ajouté : son accord est à recueillir "
            "d’abord, page « Consentement ».",
            "The person refused that this member sees the record. Nothing was added: their agreement comes first.",
            field="member",
        )


class NotTheirsToDecideError(CareError):
    """Somebody else than the person, or a guardian present in the circle, decides as them."""

    code = "not-theirs-to-decide"

    def __init__(self) -> None:
        super().__init__(
            "Seule la personne, ou son représentant légal présent dans le cercle, peut décider cela ici. "
            "Un professionnel recueille sa décision, page « Consentement ».",
            "Only the person, or a guardian present in the circle, decides this here. A professional records it.",
        )


class AlreadyWithdrawnError(CareError):
    """The consent was withdrawn already; nothing was changed."""

    code = "already-withdrawn"

    def __init__(self) -> None:
        super().__init__(
            "Ce choix a déjà été retiré. Rien n’a été modifié.",
            "This consent has been withdrawn already. Nothing was changed.",
        )


class TakenBackTooLateError(CareError):
    """What was written a while ago, or by somebody else, is withdrawn and not taken back; nothing was changed."""

    code = "taken-back-too-late"

    def __init__(self) -> None:
        super().__init__(
            "Seul celui qui vient de l’écrire peut l’annuler, dans l’heure. Rien n’a été modifié : retirez-le, ou "
            "levez le refus, page « Consentement ».",
            "Only who just wrote it takes it back, within the hour. Nothing was changed: withdraw it, or lift the "
            "refusal, instead.",
        )
