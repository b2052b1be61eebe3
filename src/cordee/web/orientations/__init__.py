"""« Orientations »: those my structure received, those I sent, and the page both sides follow one on."""

from starlette.routing import Route

from cordee.web.orientations import answering, choosing, listing


def routes() -> list[Route]:
    """Return the routes outside records; those of a record are in `record.orientations`."""
    return [*choosing.routes(), *answering.routes(), *listing.routes()]
