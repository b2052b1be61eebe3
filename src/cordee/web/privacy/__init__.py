"""« Vie privée »: the trace of the territory, its integrity, the reviews; for the privacy officer alone."""

from starlette.routing import Route

from cordee.web.privacy import home, reviews, traces


def routes() -> list[Route]:
    """Return the routes of the privacy officer."""
    return [*home.ROUTES, *traces.ROUTES, *reviews.ROUTES]
