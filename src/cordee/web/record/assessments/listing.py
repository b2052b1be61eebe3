"""The list of a record's assessments, and the sheet that begins one in two taps."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Actor, Door
from cordee.care.assessments import drafting
from cordee.care.assessments.catalogue import grids
from cordee.care.assessments.grid import Grid
from cordee.care.assessments.history import SHELVES, addresses_in, assessments_of, followed
from cordee.care.chart import Chart, open_chart
from cordee.care.entry import once
from cordee.care.errors import UnknownChoiceError
from cordee.kernel.errors import ForbiddenError
from cordee.store import categories as cat
from cordee.web.forms import Form
from cordee.web.record.acts import form_page
from cordee.web.record.assessments.curve import curve_of
from cordee.web.record.assessments.fields import read_fields
from cordee.web.record.frame import root_of, show, voice_of
from cordee.web.site import today_of

PART = "/evaluations"


async def page(request: Request) -> Response:
    """Show each grid that was done or begun, with its last result, its curve, and when it is due again."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES)
    known = await grids(door, addresses_in(chart))
    found = followed(assessments_of(chart, known), known)
    is_mine = voice_of(door.actor, chart.patient_id) == "pro"
    context = {
        "done": [one for one in found if one.last is not None],
        "drafts": [(one.grid, draft) for one in found for draft in one.drafts] if is_mine else [],
        "curves": {one.grid.id: curve_of(one) for one in found if len(one.signed) > 1},
        "late": [one for one in found if one.is_late(today_of(request))],
        "today": today_of(request),
        "may_begin": may_begin(door.actor),
    }
    return await show(request, "record/assessments/list.html", chart, PART, context)


async def choose(request: Request) -> Response:
    """Show which grids can be begun here, those done before first; the one chosen opens at once."""
    door: Door = request.state.door
    if not may_begin(door.actor):
        raise ForbiddenError
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES)
    known = [one for one in await grids(door) if may_fill(door.actor, one)]
    context = {"choices": _choices(chart, known)}
    return await form_page(request, "record/assessments/choose.html", chart, Form(), context)


async def begin(request: Request) -> Response:
    """Begin the grid that was chosen, and go to it; sent twice, it is begun once."""
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await read_fields(request)
    grid = next((one for one in await grids(door) if one.id == form.value("grid")), None)
    if grid is None:
        raise UnknownChoiceError("grid")
    if not may_fill(door.actor, grid):
        raise ForbiddenError

    async def start() -> None:
        await drafting.start(door, patient_id, grid, form_id=form.form_id)

    await once(door, f"QuestionnaireResponse/{form.form_id}", patient_id, start)
    return RedirectResponse(f"{root_of(patient_id)}{PART}/{form.form_id}", status_code=303)


def may_fill(actor: Actor, grid: Grid) -> bool:
    """Return whether somebody's role may write the part of the record a grid belongs to."""
    return actor.may_write(cat.CODES[grid.category])


def may_begin(actor: Actor) -> bool:
    """Return whether somebody's role may fill any grid at all."""
    return actor.may_write(cat.SOCIAL | cat.MEDICAL | cat.MEASURES)


def _choices(chart: Chart, known: list[Grid]) -> list[tuple[Grid, str]]:
    """Return each grid with the id of the draft to go on with; those of this record first."""
    found = followed(assessments_of(chart), known)
    drafts = {one.grid.id: one.drafts[0].id for one in found if one.drafts}
    first = [one.grid for one in found]
    rest = [one for one in known if one.id not in {grid.id for grid in first}]
    return [(grid, drafts.get(grid.id, "")) for grid in (*first, *rest)]


ROUTES = (
    Route("/dossiers/{patient_id}/evaluations", page),
    Route("/dossiers/{patient_id}/evaluations/nouvelle", choose),
    Route("/dossiers/{patient_id}/evaluations/nouvelle", begin, methods=["POST"]),
)
