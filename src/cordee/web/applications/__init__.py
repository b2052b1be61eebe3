"""Applications, as people meet them: deciding what one may see, opening a record in one, coming from one.

The programs' side (tokens) is in `api/smart`; the rules are in `access/applications`. See docs/smart.md.
"""

from starlette.routing import Route

from cordee.web.applications import calling, consent, granted, opening


def routes() -> list[Route]:
    """Return the routes of applications."""
    return [*consent.ROUTES, *opening.ROUTES, *granted.ROUTES, *calling.ROUTES]


__all__ = ["routes"]
