"""The orientations of a record: the list, and the form that sends one."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import directory, documents, orientations
from cordee.care.chart import open_chart
from cordee.care.directory import FoundPage, Wanted
from cordee.care.orientations import NewOrientation
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of, show

REASON_LENGTH = 120
DETAILS_LENGTH = 4000
SHOWN_DOCUMENTS = 20


async def page(request: Request) -> Response:
    """Show the orientations of a record, newest first."""
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    chart = await open_chart(door, patient_id)
    found = await orientations.list_of_record(door, patient_id, request.query_params.get("suite"))
    return await show(request, "record/orientations.html", chart, "/orientations", {"page": found})


async def new(request: Request) -> Response:
    """Choose where to, then say why and with which documents; or send it."""
    ensure_may_write(request, cat.PLAN)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await _form(request)
    if request.method == "POST" and form.value("act") in {"send", "draft"}:
        new_one = _written(form)
        if await carried_out(
            form, lambda: orientations.send(door, patient_id, new_one, form_id=form.form_id)
        ):
            said = "Brouillon gardé." if form.value("act") == "draft" else "Orientation envoyée."
            return done(request, said, back=f"{root_of(patient_id)}/orientations")
    chart = await open_chart(door, patient_id, documents.SHELVES)
    context = {
        "target": await _target(door, form.value("to")),
        "found": await _places(door, form.value("q")),
        "documents": documents.documents_of(chart)[:SHOWN_DOCUMENTS],
        "reason_length": REASON_LENGTH,
        "details_length": DETAILS_LENGTH,
    }
    return await form_page(request, "record/orientation_form.html", chart, form, context)


async def _form(request: Request) -> Form:
    if request.method == "POST":
        return await read_form(request)
    offer = request.query_params.get("offre", "")
    return Form(values={"to": f"HealthcareService/{offer}" if offer else "", "urgency": "routine"})


def _written(form: Form) -> NewOrientation:
    return NewOrientation(
        to=form.value("to"),
        reason=form.text(
            "reason", missing="Dites en une phrase ce que vous demandez.", length_max=REASON_LENGTH
        ),
        details=form.text("details", length_max=DETAILS_LENGTH),
        is_urgent=form.value("urgency") == "urgent",
        documents=tuple(form.several("document")),
        is_draft=form.value("act") == "draft",
    )


async def _target(door: Door, to: str) -> dict[str, object] | None:
    kind, _, id_ = to.partition("/")
    if kind == "HealthcareService":
        offer = await directory.read_offer(door, id_)
        return {"name": offer.name, "of": offer.structure, "places": offer.places}
    if kind == "Organization":
        structure = await directory.read_structure(door, id_)
        return {"name": structure.name, "of": structure.town, "places": None}
    return None


async def _places(door: Door, text: str) -> FoundPage:
    if not text.strip():
        return FoundPage()
    kinds = ("offer", "structure")
    return await directory.look(door, Wanted(text=text, facets={"kind": kinds}, limit=12))


ROUTES = (
    Route("/dossiers/{patient_id}/orientations", page),
    Route("/dossiers/{patient_id}/orientations/nouvelle", new, methods=["GET", "POST"]),
)
