"""Refusals of signing in, and of what applications may do."""

from cordee.kernel.errors import Category, CordeeError, ForbiddenError


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


class OAuthError(CordeeError):
    """The authorization server refuses; `error` is the word of RFC 6749, 6750 or 7009 the application is told."""

    code = "oauth"
    category = Category.INVALID
    error: str = "invalid_request"

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
            "Le jeton de cette application ne permet pas cela : ce droit ne lui a pas été donné. Rien n’a été fait.",
            "The scopes of this token do not allow this. Nothing was done.",
        )
