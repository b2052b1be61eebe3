"""« Mes applications »: what I let applications do, and taking it back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.access.scopes import read_scopes
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import categories as cat
from cordee.web.applications.consent import person_name
from cordee.web.applications.words import read_words, write_words
from cordee.web.page import done, render
from cordee.web.site import site_of

PATH = "/compte/applications"


async def show(request: Request) -> Response:
    """Show what still stands, newest first."""
    door: Door = request.state.door
    given = await site_of(request).gate.applications.grants.of_account(door.actor.id, now())
    lines = [
        {
            "id": one.id,
            "application": one.application,
            "person": await _person(door, one.patient_id),
            "reads": read_words(read_scopes(one.scopes), cat.ALL),
            "writes": write_words(read_scopes(one.scopes), cat.ALL),
            "since": one.created_at,
        }
        for one in given
    ]
    return await render(request, "applications/granted.html", {"given": lines})


async def take_back(request: Request) -> Response:
    """Take back what an application was given: it opens nothing from now on."""
    door: Door = request.state.door
    grants = site_of(request).gate.applications.grants
    if not await grants.revoke(request.path_params["grant"], now(), door.actor.id):
        raise NotFoundError
    await door.note("token-revoke")
    return done(request, "L’accès de l’application est retiré.", back=PATH)


async def _person(door: Door, patient_id: str) -> str:
    try:
        return await person_name(door, patient_id) if patient_id else ""
    except NotFoundError:
        return "un dossier que vous ne voyez plus"


ROUTES = (
    Route(PATH, show, methods=["GET"]),
    Route(f"{PATH}/{{grant}}/retirer", take_back, methods=["POST"]),
)
