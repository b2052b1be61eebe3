"""Pages for professionals alone."""

from starlette.requests import Request

from cordee.kernel.errors import NotFoundError


def only_professionals(request: Request) -> None:
    """Refuse the page, as if it were not there, to the person and those close to them: theirs are others."""
    if not request.state.actor.is_professional:
        raise NotFoundError
