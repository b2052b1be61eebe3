"""Saying how many places are free: two taps for the staff of the structure."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import directory
from cordee.care.directory.places import PLACES_MAX
from cordee.kernel.errors import ForbiddenError
from cordee.kernel.whole_number import whole_number
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.professionals import only_professionals

WAIT_LENGTH = 60


def routes() -> list[Route]:
    """Return the routes of places."""
    path = "/annuaire/offres/{id}/places"
    return [Route(path, show, methods=["GET"]), Route(path, declare, methods=["POST"])]


async def show(request: Request) -> Response:
    """Show the form, filled with what was said last."""
    only_professionals(request)
    return await _page(request, None, status=200)


async def declare(request: Request) -> Response:
    """Say how many are free now."""
    only_professionals(request)
    form = await read_form(request)
    free = form.text(
        "free", missing="Écrivez le nombre de places libres, 0 quand il n’y en a pas.", length_max=4
    )
    if free and whole_number(free, PLACES_MAX) is None:
        form.errors["free"] = f"Écrivez un nombre entier, {PLACES_MAX} au plus."
    wait = form.text("wait", length_max=WAIT_LENGTH)
    if not form.is_valid:
        return await _page(request, form, status=422)
    id_ = request.path_params["id"]
    await directory.declare_places(request.state.door, id_, free=int(free), wait=wait)
    return done(request, "Places libres mises à jour.", back=f"/annuaire/offres/{id_}")


async def _page(request: Request, form: Form | None, *, status: int) -> Response:
    found = await directory.read_offer(request.state.door, request.path_params["id"])
    if not found.may_declare:
        raise ForbiddenError
    said = found.places
    form = form or Form(values={"free": str(said.free), "wait": said.wait} if said else {})
    context = {"found": found, "form": form, "wait_length": WAIT_LENGTH}
    return await render(request, "directory/places_form.html", context, status=status)
