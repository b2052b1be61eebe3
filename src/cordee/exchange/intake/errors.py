"""What can go wrong with the coordination's mailbox; messages stay in it, unread, and are taken later."""

from cordee.kernel.errors import Category, CordeeError


class MailboxAwayError(CordeeError):
    """The mail server does not answer, or stopped answering; what was not taken stays unread in it."""

    code = "mailbox-away"
    category = Category.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "Le serveur de la boîte des demandes ne répond pas. Les messages y restent non lus ; un nouvel essai suit.",
            "The server of the requests’ mailbox does not answer. Messages stay unread in it; it is tried again.",
        )


class MailboxRefusedError(CordeeError):
    """The mail server refuses the account, its folder, or to speak in cipher; nothing was read."""

    code = "mailbox-refused"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "Le serveur refuse la boîte des demandes : vérifiez le compte, le mot de passe, le dossier, et qu’il parle "
            "chiffré (CORDEE_INTAKE_IMAP_URL). Rien n’a été lu.",
            "The server refuses the requests’ mailbox: check account, password, folder, and that it speaks TLS "
            "(CORDEE_INTAKE_IMAP_URL). Nothing was read.",
        )
