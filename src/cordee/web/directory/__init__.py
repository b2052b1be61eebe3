"""« Annuaire »: one box for professionals, structures and offers, with a map and its list."""

from starlette.routing import Route

from cordee.web.directory import details, places, searching


def routes() -> list[Route]:
    """Return the routes of the directory."""
    return [*searching.routes(), *details.routes(), *places.routes()]
