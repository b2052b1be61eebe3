"""« Pilotage »: a team's dashboard, each number a list, and the files a spreadsheet opens."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import steering
from cordee.kernel.errors import NotFoundError
from cordee.web.page import render
from cordee.web.professionals import only_professionals
from cordee.web.site import site_of, today_of


def routes() -> list[Route]:
    """Return the routes of steering."""
    return [
        Route("/pilotage", show),
        Route("/pilotage/dossiers.csv", records_csv),
        Route("/pilotage/demandes.csv", requests_csv),
    ]


async def show(request: Request) -> Response:
    """Show the dashboard."""
    only_professionals(request)
    found = await steering.dashboard(request.state.door, today_of(request))
    targets = site_of(request).territory.targets
    context = {"found": found, "target_hours": targets.qualify_request_hours, "none": steering.NONE}
    return await render(request, "steering/dashboard.html", context)


async def records_csv(request: Request) -> Response:
    """Give the active records of my circles as a file."""
    only_professionals(request)
    return _served(await steering.records_file(request.state.door), "dossiers")


async def requests_csv(request: Request) -> Response:
    """Give the open requests of my structure as a file."""
    if not request.state.actor.is_coordinator:
        raise NotFoundError
    return _served(await steering.requests_file(request.state.door, site_of(request).zone), "demandes")


def _served(file: steering.RecordsFile, what: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{what}.csv"', "cache-control": "no-store"}
    return Response(file.text, media_type="text/csv; charset=utf-8", headers=headers)
