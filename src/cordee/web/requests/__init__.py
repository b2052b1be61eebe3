"""« Demandes »: the requests for support, asking for one, sorting them, and answering."""

from starlette.routing import Route

from cordee.web.requests import answering, asking, board, files, letter, naming, one, public, working


def routes() -> list[Route]:
    """Return the routes of requests; those with a word of their own come before that of one request."""
    return [
        *public.routes(),
        *board.routes(),
        *asking.routes(),
        *letter.routes(),
        *one.routes(),
        *files.routes(),
        *naming.routes(),
        *working.routes(),
        *answering.routes(),
    ]
