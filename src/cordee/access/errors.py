"""Refusals of signing in."""

from cordee.kernel.errors import ForbiddenError


class NoRoleError(ForbiddenError):
    """The person is who they say, and has no role here, or not the one asked for."""

    code = "no-role"

    def __init__(self) -> None:
        super().__init__(
            "Aucun rôle n’est ouvert pour vous ici, ou celui-ci est fermé. Rien n’a été modifié : demandez à la "
            "structure qui vous emploie, ou à la personne qui vous a invité.",
            "No role is open for you here, or this one was closed. Nothing was changed: ask your organisation, or who "
            "invited you.",
        )
