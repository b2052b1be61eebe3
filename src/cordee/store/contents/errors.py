"""What can go wrong with a content, each said in words; nothing is ever half kept."""

from cordee.kernel.errors import Category, CordeeError

MEBIBYTE = 1024 * 1024


class ContentError(CordeeError):
    """A content was not kept, or cannot be shown."""

    code = "content"
    category = Category.UNAVAILABLE


class ContentNotKeptError(ContentError):
    """The object store did not take a content: its disk is full, or it does not answer; nothing was stored."""

    code = "content-not-kept"

    def __init__(self) -> None:
        super().__init__(
            "Le fichier n’a pas pu être gardé : le disque est plein ou le stockage ne répond pas. Rien n’a été "
            "enregistré : prévenez l’exploitant, puis renvoyez-le.",
            "The file could not be kept: the disk is full or the store does not answer. Nothing was stored: tell the "
            "operator, then send it again.",
        )


class ContentUnreachableError(ContentError):
    """The object store does not answer, or does not hold the content; nothing was changed."""

    code = "content-unreachable"

    def __init__(self) -> None:
        super().__init__(
            "Le contenu de ce fichier est hors d’atteinte en ce moment. Réessayez ; sinon, prévenez l’exploitant.",
            "The content of this file is out of reach at the moment. Try again; if it lasts, tell the operator.",
        )


class DamagedContentError(ContentError):
    """What the object store holds is not what was kept: its hash differs. It is not shown."""

    code = "content-damaged"
    category = Category.FAULT

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier est abîmé : ce qui est gardé n’est plus ce qui avait été déposé. Il n’est pas montré ; "
            "l’exploitant peut le reprendre d’une sauvegarde.",
            "This file is damaged: what is kept is not what was sent. It is not shown; the operator may restore it.",
        )


class RecordFullError(ContentError):
    """The record holds as many bytes of files as one may; nothing was stored."""

    code = "record-full"
    category = Category.RULE_VIOLATED

    def __init__(self, bytes_max: int) -> None:
        mebibytes = bytes_max // MEBIBYTE
        super().__init__(
            f"Ce dossier a atteint la place prévue pour ses fichiers ({mebibytes} Mio, versions comprises). Rien n’a "
            "été enregistré : réduisez le fichier, ou demandez plus de place à l’exploitant.",
            f"This record has reached the room meant for its files ({mebibytes} MiB, versions included). Nothing was "
            "stored: make the file smaller, or ask the operator for more.",
        )


class SenderFullError(ContentError):
    """Somebody has sent as many bytes of files of no record as one may; nothing was stored."""

    code = "sender-full"
    category = Category.RULE_VIOLATED

    def __init__(self, bytes_max: int) -> None:
        mebibytes = bytes_max // MEBIBYTE
        super().__init__(
            f"Vous avez atteint la place prévue pour les fichiers que vous envoyez hors des dossiers ({mebibytes} Mio, "
            "ceux que vous avez retirés compris). Rien n’est parti : envoyez le message seul, ou demandez plus de "
            "place à l’exploitant.",
            f"You have reached the room meant for the files you send outside records ({mebibytes} MiB, those withdrawn "
            "included). Nothing was sent: send the message alone, or ask the operator for more.",
        )


class InfectedFileError(ContentError):
    """The virus scanner names a threat in a file; it was set aside where nobody opens it, and nothing was stored."""

    code = "infected-file"
    category = Category.RULE_VIOLATED

    def __init__(self, threat: str) -> None:
        super().__init__(
            f"L’antivirus a trouvé une menace dans ce fichier ({threat}). Il a été mis à l’écart : personne ne peut "
            "l’ouvrir, et rien n’a été ajouté au dossier. Le reste de ce que vous avez écrit est gardé à l’écran.",
            f"The virus scanner found a threat in this file ({threat}). It was set aside where nobody can open it, and "
            "nothing was added to the record.",
        )


class ScannerSilentError(ContentError):
    """The virus scanner does not answer, or cannot look at the file; nothing was stored."""

    code = "scanner-silent"

    def __init__(self) -> None:
        super().__init__(
            "Le contrôle antivirus ne répond pas. Rien n’a été enregistré : renvoyez le fichier dans un instant.",
            "The virus scanner does not answer. Nothing was stored: send the file again in a moment.",
        )
