"""Refusals of signing in with a provider. None repeats what the provider said of a person."""

from cordee.kernel.errors import ForbiddenError, UnavailableError


class ProviderUnavailableError(UnavailableError):
    """The identity provider does not answer, or answers that it cannot; nobody was signed in."""

    code = "provider-unavailable"

    def __init__(self, provider: str) -> None:
        super().__init__(
            f"{provider} ne répond pas pour le moment. Vous n’êtes pas connecté et rien n’a été perdu : réessayez dans "
            "quelques minutes, ou connectez-vous autrement.",
            f"{provider} does not answer for the moment. You are not signed in: try again in a few minutes, or sign in "
            "another way.",
        )


class SignInAbandonedError(ForbiddenError):
    """The person gave up at the provider, or the provider did not let them in."""

    code = "sign-in-abandoned"

    def __init__(self, provider: str) -> None:
        super().__init__(
            f"La connexion par {provider} n’a pas abouti. Vous n’êtes pas connecté : vous pouvez recommencer.",
            f"Signing in with {provider} was not completed. You are not signed in: you may start again.",
        )


class UnknownAttemptError(ForbiddenError):
    """The provider's answer belongs to no sign-in begun in this browser, or to one begun too long ago."""

    code = "unknown-attempt"

    def __init__(self, provider: str) -> None:
        super().__init__(
            f"Cette réponse de {provider} ne correspond à aucune connexion commencée ici il y a moins de dix minutes. "
            "Vous n’êtes pas connecté : recommencez.",
            f"This answer of {provider} belongs to no sign-in begun here within ten minutes. Start again.",
        )


class UnverifiedAnswerError(ForbiddenError):
    """What the provider answered cannot be verified: signature, issuer, audience, nonce, instant or person differ.

    `reason` is for the log: a word, never a value.
    """

    code = "unverified-answer"

    def __init__(self, provider: str, reason: str) -> None:
        super().__init__(
            f"La réponse de {provider} n’a pas pu être vérifiée. Par prudence, vous n’êtes pas connecté : recommencez. "
            "Si cela se répète, prévenez la personne qui administre Cordée.",
            f"The answer of {provider} could not be verified. You are not signed in: start again; if it happens again, "
            "tell whoever runs Cordée.",
        )
        self.reason = reason


class WeakProofError(ForbiddenError):
    """The person proved who they are by a means that is not strong enough here."""

    code = "weak-proof"

    def __init__(self, provider: str) -> None:
        super().__init__(
            f"Le moyen choisi chez {provider} n’est pas assez sûr pour un dossier de santé. Vous n’êtes pas connecté : "
            "recommencez en choisissant un moyen de niveau supérieur.",
            f"The means chosen at {provider} is not strong enough for health records. Start again with a stronger one.",
        )
