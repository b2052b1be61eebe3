"""Refusals of the authorization server, as OAuth names them."""

from cordee.kernel.errors import Category, CordeeError


class ApplicationRefusedError(CordeeError):
    """An application that is not registered, or not as it says, asks for something; nobody is sent to it."""

    code = "application-refused"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "L’application qui vous envoie ici n’est pas enregistrée, ou pas à cette adresse de retour. Rien ne lui a "
            "été transmis : prévenez la personne qui vous la fournit.",
            "The application that sends you here is not registered, or not with this redirect URI. Nothing was told.",
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
            "L’appel reçu de votre logiciel n’est pas valable : sa signature, sa date ou son contenu ne convient pas. "
            "Rien n’a été ouvert : recommencez depuis votre logiciel, et prévenez son éditeur si cela continue.",
            "The contextual call is not valid: its signature, its date or its content is wrong. Nothing was opened.",
        )


class CallerMismatchError(CordeeError):
    """A contextual call names another professional than the one who is signed in; nothing was opened."""

    code = "contextual-call-mismatch"
    category = Category.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "Votre logiciel vous annonce sous un autre numéro RPPS que celui de votre compte ici, ou votre compte n’en "
            "a pas. Rien n’a été ouvert : déconnectez-vous, puis recommencez depuis votre logiciel.",
            "The call names another RPPS number than the one you are signed in with. Nothing was opened.",
        )
