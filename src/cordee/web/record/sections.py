"""The medical and the social part of a record: read whole, each line changed in two taps."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.sections.kind import Kind
from cordee.care.sections.parts import PARTS, SHELVES, SOCIAL_PART, kind_named
from cordee.care.sections.reading import sections_of, situations, words_before
from cordee.care.synthesis import trusted_person
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Stored
from cordee.store import categories as cat
from cordee.web.forms import Form
from cordee.web.record.acts import form_page
from cordee.web.record.frame import show

TITLES = {"sante": ("Santé", "Ma santé", "Sa santé"), "social": ("Situation", "Ma situation", "Sa situation")}
CATEGORIES = {"sante": cat.MEDICAL, "social": cat.SOCIAL}


async def page(request: Request) -> Response:
    """Show one part, section by section."""
    door: Door = request.state.door
    part = part_of(request)
    if not door.actor.may_read(CATEGORIES[part]):
        raise NotFoundError
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES[part])
    context = {
        "part": part,
        "titles": TITLES[part],
        "sections": await sections_of(door, chart, part, await _observed(door, chart, part), now()),
        "trusted": trusted_person(chart),
    }
    return await show(request, "record/sections.html", chart, "", context)


async def before(request: Request) -> Response:
    """Show what a line said before, each word with its author and date."""
    door: Door = request.state.door
    kind = kind_of(request)
    chart = await open_chart(door, request.path_params["patient_id"])
    observed = await situations(door, chart.patient_id) if kind.replaces else []
    words = await words_before(door, chart, kind, request.path_params["id"], observed)
    if not words:
        raise NotFoundError
    context = {"kind": kind, "part": part_of(request), "words": words}
    return await form_page(request, "record/section_before.html", chart, Form(), context)


def part_of(request: Request) -> str:
    """Return the part an address names."""
    return request.url.path.split("/")[3]


def kind_of(request: Request) -> Kind:
    """Return the kind an address names, where this reader may see it."""
    kind = kind_named(part_of(request), request.path_params["kind"])
    if not request.state.actor.may_read(kind.category):
        raise NotFoundError
    return kind


async def _observed(door: Door, chart: Chart, part: str) -> list[Stored]:
    return await situations(door, chart.patient_id) if part == SOCIAL_PART else []


ROUTES = tuple(
    route
    for part in PARTS
    for route in (
        Route(f"/dossiers/{{patient_id}}/{part}", page),
        Route(f"/dossiers/{{patient_id}}/{part}/{{kind}}/{{id}}/avant", before),
    )
)
