"""Refusals of operations."""

from collections.abc import Iterable

from cordee.kernel.errors import Category, CordeeError, Issue


class UnknownOperationError(CordeeError):
    """No operation of that name is served at this address."""

    code = "unknown-operation"
    category = Category.NOT_FOUND

    def __init__(self, served: Iterable[str]) -> None:
        names = ", ".join(f"${name}" for name in sorted(set(served))) or "—"
        super().__init__(
            f"Cette opération n’est pas servie à cette adresse. Opérations servies ici : {names}.",
            f"This operation is not served at this address. Operations served here: {names}.",
        )


class InvalidParametersError(CordeeError):
    """The parameters of an operation are unknown, missing, repeated or of another type; nothing was done."""

    code = "invalid-parameters"
    category = Category.INVALID

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__(
            "Les paramètres de l’opération ne conviennent pas. Rien n’a été fait.",
            "The parameters of the operation do not fit. Nothing was done.",
            issues,
        )


def wrong_parameter(place: str, french: str, english: str, code: str = "invalid") -> InvalidParametersError:
    """Return the error for one parameter at one place."""
    return InvalidParametersError(
        (Issue(message_fr=french, message_en=english, expression=place, code=code),)
    )
