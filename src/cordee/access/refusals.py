"""What is refused to who proves themselves here: the same words whether the account exists or not."""

from cordee.kernel.errors import Category, CordeeError, ForbiddenError, RuleViolatedError


class BusyError(CordeeError):
    """Too many people prove themselves at this instant; nothing was tried."""

    code = "sign-in-busy"
    category = Category.BUSY

    def __init__(self) -> None:
        super().__init__(
            "Beaucoup de personnes se connectent en ce moment. Rien n’a été essayé : recommencez dans un instant.",
            "Many people sign in at this moment. Nothing was tried: try again shortly.",
        )


class ThrottledError(CordeeError):
    """Too many attempts failed from this place; nothing was tried, and what was right stays right."""

    code = "sign-in-throttled"
    category = Category.BUSY

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = -(-seconds // 60)
        wait_fr = f"{seconds} secondes" if seconds < 90 else f"{minutes} minutes"
        wait_fr = "un instant" if seconds == 1 else wait_fr
        super().__init__(
            f"Trop d’essais depuis cet endroit. Rien n’a été essayé : recommencez dans {wait_fr}.",
            f"Too many attempts from this place. Nothing was tried: try again in {seconds} seconds.",
        )


class WrongProofError(CordeeError):
    """What was given does not prove who they are; which part is wrong is not said."""

    code = "wrong-proof"
    category = Category.UNAUTHENTICATED

    def __init__(
        self,
        message_fr: str = "L’e-mail ou le mot de passe n’est pas le bon. Vérifiez les deux, puis recommencez.",
        message_en: str = "The e-mail or the password is not right. Check both, then try again.",
    ) -> None:
        super().__init__(message_fr, message_en)


class CeremonyOverError(CordeeError):
    """The step took too long, or was done already; nothing was changed."""

    code = "ceremony-over"
    category = Category.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__(
            "Cette étape a pris trop de temps, ou elle est déjà faite. Recommencez depuis le début.",
            "This step took too long, or is done already. Start again.",
        )


class LinkOverError(CordeeError):
    """The link of an invitation does not work: used, expired, cancelled, replaced, or never made."""

    code = "link-over"
    category = Category.GONE

    def __init__(self) -> None:
        super().__init__(
            "Ce lien ne fonctionne plus : il a déjà servi, il a expiré, ou un message plus récent le remplace. "
            "Demandez-en un autre à la personne qui vous l’a envoyé.",
            "This link no longer works: it was used, has expired, or a later message replaces it. Ask for another.",
        )


class PasskeysUnavailableError(CordeeError):
    """Passkeys need the address people reach this server by; it is not set."""

    code = "passkeys-unavailable"
    category = Category.UNSUPPORTED

    def __init__(self) -> None:
        super().__init__(
            "Les clés d’accès ne sont pas possibles à cette adresse. L’administrateur règle CORDEE_PUBLIC_URL.",
            "Passkeys are not possible at this address. The administrator sets CORDEE_PUBLIC_URL.",
        )


class LastProofError(RuleViolatedError):
    """Without it nothing strong enough would be left to sign in with; nothing was removed."""

    code = "last-proof"

    def __init__(self) -> None:
        super().__init__(
            "C’est votre dernier moyen sûr de vous connecter : ajoutez-en un autre avant de retirer celui-ci.",
            "This is your last safe way to sign in: add another one before removing it.",
        )


class PasswordRefusedError(RuleViolatedError):
    """The password may not be chosen; the one before stays."""

    code = "password-refused"

    def __init__(self, reason_fr: str) -> None:
        super().__init__(
            reason_fr, "This password may not be chosen: too short, too common, or made of your name."
        )


class NotAnAddressError(RuleViolatedError):
    """What was given as an e-mail address is none; nothing was sent."""

    code = "not-an-address"

    def __init__(self) -> None:
        super().__init__(
            "Cette adresse e-mail ne se lit pas. Écrivez-la ainsi : prenom.nom@exemple.fr.",
            "This e-mail address cannot be read. Write it so: first.last@example.org.",
        )


class NotYoursToInviteError(ForbiddenError):
    """The asker may not invite anybody to such an account; nothing was sent."""

    code = "not-yours-to-invite"

    def __init__(self) -> None:
        super().__init__(
            "Vous ne pouvez pas inviter quelqu’un à ce rôle. Rien n’a été envoyé : demandez à la coordination.",
            "You may not invite anybody to this role. Nothing was sent: ask a coordinator.",
        )


class AlreadyHereError(ForbiddenError):
    """The person invited has an access already: they sign in to accept, a mailbox alone does not replace it."""

    code = "already-here"

    def __init__(self) -> None:
        super().__init__(
            "Vous avez déjà un accès à Cordée : connectez-vous avec lui, puis acceptez l’invitation.",
            "You already have an access to Cordée: sign in with it, then accept the invitation.",
        )
