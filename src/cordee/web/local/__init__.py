"""Signing in without a provider: password and code, passkeys, invitations, and what one changes about it oneself.

`/connexion/…` and `/invitation/…` are open to who is not signed in; everything here is slowed down when it fails.
"""

from starlette.routing import Route

from cordee.web.local import (
    codes,
    confirm,
    forgotten,
    invitation,
    invitations,
    joining,
    passkey,
    password,
    security,
)

__all__ = ["routes"]


def routes() -> list[Route]:
    """Return the routes of local sign-in; they stand before `/connexion/{provider}`."""
    return [
        *password.ROUTES,
        *passkey.ROUTES,
        *forgotten.ROUTES,
        *joining.ROUTES,
        *invitation.ROUTES,
        *confirm.ROUTES,
        *security.ROUTES,
        *codes.ROUTES,
        *invitations.ROUTES,
    ]
