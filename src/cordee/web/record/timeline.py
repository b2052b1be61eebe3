"""The timeline: a life by months."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.timeline import show_timeline
from cordee.web.record.frame import show
from cordee.web.site import site_of


async def page(request: Request) -> Response:
    """Show a page of the timeline, newest first."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    found = await show_timeline(door, chart, site_of(request).zone, request.query_params.get("suite"))
    return await show(request, "record/timeline.html", chart, "/chronologie", {"timeline": found})


ROUTES = (Route("/dossiers/{patient_id}/chronologie", page),)
