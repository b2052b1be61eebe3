"""Refusals of the authorization server, as OAuth names them."""

from cordee.kernel.errors import Category, CordeeError


class OAuthError(CordeeError):
    """The authorization server refuses; `error` is the word of RFC 6749, 6750 or 7009 the application is told."""

    code = "oauth"
    category = Category.INVALID

    def __init__(self, error: str, message_fr: str, message_en: str) -> None:
        super().__init__(message_fr, message_en)
        self.error = error

    @property
    def http_status(self) -> int:
        """Return 401 for a client that did not prove who it is, else 400. Source: RFC 6749 section 5.2."""
        return 401 if self.error == "invalid_client" else 400


class InsufficientScopeError(CordeeError):
    """The token was not given the right to do this; nothing was done."""

    code = "insufficient-scope"
    category = Category.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "Le jeton de cette application ne permet pas cela : la personne ne le lui a pas accordé. Rien n’a été fait.",
            "The scopes of this token do not allow this. Nothing was done.",
        )


class ApplicationRefusedError(CordeeError):
    """An application that is not registered, or not as it says, asks for something; nobody is sent to it."""

    code = "application-refused"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "L’application qui vous envoie ici n’est pas enregistrée, ou pas à cette adresse de retour. Rien ne lui a été "
            "transmis : prévenez la personne qui vous la fournit.",
            "The application that sends you here is not registered, or not with this redirect URI. It was told nothing.",
        )


class RequestOverError(CordeeError):
    """A request, a launch or a call waits no more: it was answered, it is too old, or it is somebody else's."""

    code = "application-request-over"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "Cette demande n’attend plus de réponse : elle a déjà servi, ou trop de temps a passé. Rien n’a été "
            "transmis : recommencez depuis l’application.",
            "This request is over: it was used already, or too much time has passed. Start again from the application.",
        )


class CallRefusedError(CordeeError):
    """A contextual call that is not signed as it must be, or is too old; nothing was opened."""

    code = "contextual-call-refused"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "L’appel reçu de votre logiciel n’est pas valable : sa signature, sa date ou son contenu ne conviennent pas. "
            "Rien n’a été ouvert : recommencez depuis votre logiciel, et prévenez son éditeur si cela continue.",
            "The contextual call is not valid: its signature, its date or its content is wrong. Nothing was opened.",
        )


class CallerMismatchError(CordeeError):
    """A contextual call names another professional than the one who is signed in; nothing was opened."""

    code = "contextual-call-mismatch"
    category = Category.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "Votre logiciel vous annonce sous un autre numéro RPPS que celui avec lequel vous êtes connecté ici. Rien n’a "
            "été ouvert : déconnectez-vous, puis recommencez depuis votre logiciel.",
            "The call names another RPPS number than the one you are signed in with. Nothing was opened.",
        )
