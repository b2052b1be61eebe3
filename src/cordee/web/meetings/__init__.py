"""« Concertations »: those to come and past, calling one, and the minutes of each person, written as it goes."""

from starlette.routing import Route

from cordee.web.meetings import calling, listing, minutes

__all__ = ["routes"]


def routes() -> list[Route]:
    """Return the routes of meetings."""
    return [*calling.ROUTES, *listing.ROUTES, *minutes.ROUTES]
