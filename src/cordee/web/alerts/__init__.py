"""The alerts of a record: what stands, who deals with it, what was closed lately; acknowledging and closing."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care.alerts import alerts_of
from cordee.care.alerts.acting import WORDS_LENGTH, acknowledge, close
from cordee.care.chart import open_chart
from cordee.kernel.errors import VersionConflictError
from cordee.web.forms import read_form
from cordee.web.page import done
from cordee.web.record.frame import root_of, show

SHELVES: dict[str, int] = {"Flag": 40}
CLOSED_SHOWN = 10


def routes() -> list[Route]:
    """Return the routes of alerts."""
    return [
        Route("/dossiers/{patient_id}/alertes", page, methods=["GET"]),
        Route("/dossiers/{patient_id}/alertes/{id}/prise-en-charge", take, methods=["POST"]),
        Route("/dossiers/{patient_id}/alertes/{id}/clore", shut, methods=["POST"]),
    ]


async def page(request: Request) -> Response:
    """Show the alerts that stand, and those closed lately."""
    chart = await open_chart(request.state.door, request.path_params["patient_id"], SHELVES)
    found = alerts_of(chart, closed_too=True)
    context = {
        "standing": [one for one in found if one.is_open],
        "closed": [one for one in found if not one.is_open][:CLOSED_SHOWN],
    }
    return await show(request, "alerts/page.html", chart, "", context)


async def take(request: Request) -> Response:
    """Say that I deal with an alert, with a word if I wish."""
    form = await read_form(request)
    patient_id = request.path_params["patient_id"]
    words = form.text("words", length_max=WORDS_LENGTH)[:WORDS_LENGTH]
    try:
        await acknowledge(request.state.door, patient_id, request.path_params["id"], words)
    except VersionConflictError:
        return done(request, "Quelqu’un vient de s’en charger : voyez qui.", back=_back(request))
    return done(request, "C’est noté : vous vous en chargez.", back=_back(request))


async def shut(request: Request) -> Response:
    """Close an alert, with a word on what was done."""
    form = await read_form(request)
    patient_id = request.path_params["patient_id"]
    words = form.text("words", length_max=WORDS_LENGTH)[:WORDS_LENGTH]
    await close(request.state.door, patient_id, request.path_params["id"], words)
    return done(request, "Alerte close.", back=_back(request))


def _back(request: Request) -> str:
    return f"{root_of(request.path_params['patient_id'])}/alertes"
