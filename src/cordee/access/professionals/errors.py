"""Refusals of professionals whom Pro Santé Connect let in."""

from cordee.kernel.errors import ForbiddenError


class NotAProfessionalError(ForbiddenError):
    """Pro Santé Connect says who the person is, and of no profession they exercise."""

    code = "not-a-professional"

    def __init__(self) -> None:
        super().__init__(
            "Pro Santé Connect vous reconnaît, mais ne vous déclare aucun exercice professionnel en cours. Vous n’êtes "
            "pas connecté. Si c’est une erreur, faites corriger votre situation par votre ordre ou votre ARS ; "
            "si vous n’êtes pas professionnel de santé, demandez une invitation à la structure qui vous emploie.",
            "Pro Santé Connect knows you, and of no profession you exercise now. You are not signed in: have your "
            "registration corrected, or ask your organisation for an invitation.",
        )


class NoRoleHereError(ForbiddenError):
    """None of what the person exercises is a role in this territory."""

    code = "no-role-here"

    def __init__(self) -> None:
        super().__init__(
            "Votre profession n’a pas encore de rôle dans ce territoire. Vous n’êtes pas connecté : demandez à la "
            "structure de coordination de l’ajouter, ou de vous inviter.",
            "Your profession has no role in this territory yet. You are not signed in: ask the coordination to add it, "
            "or to invite you.",
        )


class OtherPersonError(ForbiddenError):
    """The provider's subject and the national identifier it gives belong to two identities here."""

    code = "other-person"

    def __init__(self) -> None:
        super().__init__(
            "L’identité reçue ne correspond pas à celle que nous connaissions. Par prudence, vous n’êtes pas "
            "connecté : prévenez la personne qui administre Cordée.",
            "The identity received differs from the one known. You are not signed in: tell whoever runs Cordée.",
        )
