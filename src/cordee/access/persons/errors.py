"""The one refusal of a person FranceConnect let in: it says the same whatever the reason."""

from cordee.kernel.errors import ForbiddenError


class UnknownPersonError(ForbiddenError):
    """No record is that person's for certain; none, several, or one that differs by a trait answer alike."""

    code = "unknown-person"

    def __init__(self) -> None:
        super().__init__(
            "Nous n’avons pas pu vous relier à un dossier de façon certaine. Vous n’êtes pas connecté, et rien n’a été "
            "enregistré. Demandez une invitation au professionnel ou à la structure qui vous accompagne.",
            "You could not be tied to a record for certain. You are not signed in and nothing was stored: ask the "
            "professional or the service that accompanies you for an invitation.",
        )
