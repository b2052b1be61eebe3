"""The bytes of files sent about nobody; those about a person are of their record."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care.messages.files import read_file
from cordee.web.record.contents import served


async def content(request: Request) -> Response:
    """Serve a file of a message, to whom that message is from and to."""
    found = await read_file(request.state.door, request.path_params["id"])
    return served(found, request.headers.get("range", ""), as_file="telecharger" in request.query_params)


ROUTES = (Route("/messages/contenu/{id}", content, methods=["GET"]),)
