"""Opening an application from a record: it is launched for that person, by this professional, in this session."""

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.access.scopes import read_scopes
from cordee.kernel.errors import NotFoundError
from cordee.web.applications.consent import address_of, organization_name, person_name
from cordee.web.applications.leaving import may_leave_for
from cordee.web.applications.words import read_words, write_words
from cordee.web.page import render
from cordee.web.site import site_of

PATH = "/dossiers/{patient_id}/ouvrir-dans"


async def show(request: Request) -> Response:
    """Show the applications this record can be opened in."""
    door, patient_id = await _seen(request)
    found = await site_of(request).gate.applications.registry.launchable()
    lines = [
        {
            "id": one.id,
            "name": one.name,
            "organization": await organization_name(door, one.organization),
            "reads": read_words(read_scopes(one.scopes), one.reads),
            "writes": write_words(read_scopes(one.scopes), one.writes),
        }
        for one in found
    ]
    context = {
        "applications": lines,
        "person": await person_name(door, patient_id),
        "root": f"/dossiers/{patient_id}",
    }
    response = await render(request, "applications/opening.html", context)
    return may_leave_for(response, [one.launch_url for one in found])


async def launch(request: Request) -> Response:
    """Go to an application with a launch value; what it may see it asks for then."""
    door, patient_id = await _seen(request)
    applications = site_of(request).gate.applications
    found = await applications.registry.find(request.path_params["application"])
    if found is None or not found.launch_url:
        raise NotFoundError
    value = await applications.asking.launch(found.id, door.actor.id, request.state.session.id, patient_id)
    query = urlencode({"iss": address_of(request).fhir, "launch": value})
    joint = "&" if urlsplit(found.launch_url).query else "?"
    return RedirectResponse(f"{found.launch_url}{joint}{query}", status_code=303)


async def _seen(request: Request) -> tuple[Door, str]:
    door: Door = request.state.door
    patient_id: str = request.path_params["patient_id"]
    if not await door.sees(patient_id):
        raise NotFoundError
    return door, patient_id


ROUTES = (
    Route(PATH, show, methods=["GET"]),
    Route(f"{PATH}/{{application}}", launch, methods=["POST"]),
)
