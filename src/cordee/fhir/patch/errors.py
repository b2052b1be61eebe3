"""What can be wrong with a patch: it cannot be read, or it does not apply to the resource as it stands."""

from cordee.kernel.errors import Category, CordeeError, Issue


class UnreadablePatchError(CordeeError):
    """The body is no patch: not of the form its content type says, or longer than a patch may be."""

    code = "unreadable-patch"
    category = Category.INVALID

    def __init__(self, reason_fr: str, reason_en: str, expression: str = "") -> None:
        french, english = f"{reason_fr}. Rien n’a été modifié.", f"{reason_en}. Nothing was changed."
        issue = Issue(message_fr=french, message_en=english, expression=expression, code="structure")
        super().__init__(french, english, (issue,))


class PatchFailedError(CordeeError):
    """The patch cannot be applied to the resource as it stands: a test does not hold, or a place does not exist."""

    code = "patch-failed"
    category = Category.RULE_VIOLATED

    def __init__(self, reason_fr: str, reason_en: str, expression: str = "") -> None:
        french, english = f"{reason_fr}. Rien n’a été modifié.", f"{reason_en}. Nothing was changed."
        issue = Issue(message_fr=french, message_en=english, expression=expression, code="processing")
        super().__init__(french, english, (issue,))
