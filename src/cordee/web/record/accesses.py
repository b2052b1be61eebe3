"""Who opened the record: for the person first, and for whoever answers to her."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.trace import show_accesses
from cordee.web.record.frame import show
from cordee.web.site import site_of


async def page(request: Request) -> Response:
    """Show who read, wrote or tried, as whom and why.

    To the person, their guardian, and the coordination staff of their circle; others' comings and goings do not
    concern carers and the rest of the circle: refused.
    """
    door: Door = request.state.door
    labels = {role.code: (role.label, role.feminine) for role in site_of(request).territory.roles}
    chart, found = await show_accesses(
        door, request.path_params["patient_id"], request.query_params.get("avant"), labels
    )
    return await show(request, "record/accesses.html", chart, "/acces", {"accesses": found})


ROUTES = (Route("/dossiers/{patient_id}/acces", page),)
