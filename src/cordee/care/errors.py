"""Refusals of the services: rules of the field that a well-formed request can still break.

`field` names the form field a page shows the sentence under; empty when the whole is concerned.
"""

from cordee.kernel.errors import Category, CordeeError


class CareError(CordeeError):
    """A rule of a service was broken; nothing was stored."""

    code = "care-rule"
    category = Category.RULE_VIOLATED

    def __init__(self, message_fr: str, message_en: str, *, field: str = "") -> None:
        super().__init__(message_fr, message_en)
        self.field = field


class NotAPictureError(CareError):
    """The file sent as a photo is not a picture that can be read."""

    code = "not-a-picture"

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier n’est pas une photo lisible (JPEG, PNG, WebP, GIF ou TIFF). Le texte est gardé : "
            "choisissez une autre photo, ou envoyez sans photo.",
            "The file is not a readable picture. The text is kept: choose another picture or send without one.",
            field="photo",
        )


class PictureTooLargeError(CareError):
    """The photo has more bytes or more pixels than the service accepts; it was not decoded."""

    code = "picture-too-large"

    def __init__(self) -> None:
        super().__init__(
            "Cette photo est trop grande (15 Mio et 100 mégapixels au plus). Le texte est gardé : "
            "choisissez une photo plus petite.",
            "The picture is too large (15 MiB and 100 megapixels at most). The text is kept.",
            field="photo",
        )


class NotADocumentError(CareError):
    """The file is of a kind that is not kept there: PDF, pictures and plain text are, voices in a note."""

    code = "not-a-document"

    def __init__(self, field: str = "file") -> None:
        super().__init__(
            "Ce fichier n’est ni un PDF, ni une image, ni un texte. Enregistrez-le en PDF, puis déposez-le de nouveau.",
            "The file is neither a PDF, a picture nor plain text. Save it as PDF and send it again.",
            field=field,
        )


class FileTooLargeError(CareError):
    """The file has more bytes than the record keeps of one; nothing of it was stored."""

    code = "file-too-large"

    def __init__(self, field: str = "file") -> None:
        super().__init__(
            "Ce fichier est trop lourd (15 Mio au plus). Rien n’en a été gardé : réduisez-le, ou coupez-le en deux.",
            "The file is too large (15 MiB at most). Nothing of it was stored: make it smaller, or send it in parts.",
            field=field,
        )


class ImplausibleMeasureError(CareError):
    """The value measured cannot be that of a living person, or the two values contradict each other."""

    code = "implausible-measure"


class UnlikelyMomentError(CareError):
    """The day or the hour does not exist, or lies on the wrong side of now."""

    code = "unlikely-moment"


class AlreadyMemberError(CareError):
    """The person or professional stands in the circle already, today."""

    code = "already-member"

    def __init__(self) -> None:
        super().__init__(
            "Cette personne fait déjà partie du cercle aujourd’hui. Rien n’a été ajouté.",
            "This member stands in the circle already. Nothing was added.",
            field="member",
        )


class UnknownChoiceError(CareError):
    """What was chosen is not, or no longer, among the choices of this record."""

    code = "unknown-choice"

    def __init__(self, field: str) -> None:
        super().__init__(
            "Ce choix n’existe pas, ou n’existe plus, dans ce dossier. Choisissez de nouveau.",
            "This choice does not exist, or no longer, in this record.",
            field=field,
        )


class EmergencyWordsError(CareError):
    """The reason of an emergency access is not said in words; nothing was opened."""

    code = "emergency-words"

    def __init__(self) -> None:
        super().__init__(
            "Dites en quelques mots pourquoi ce dossier doit être ouvert : la personne le lira. Rien n’a été ouvert.",
            "Say in a few words why this record has to be opened: the person will read it. Nothing was opened.",
        )
