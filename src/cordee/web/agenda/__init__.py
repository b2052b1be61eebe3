"""« Agenda »: my days over all my records, when I am free, and my agenda in another software."""

from starlette.routing import Route

from cordee.web.agenda import feed, hours, mine


def routes() -> list[Route]:
    """Return the routes of the agenda."""
    return [*mine.ROUTES, *feed.ROUTES, *hours.ROUTES]
