"""Documents: the list, and the form that deposits one."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import documents
from cordee.care.audience import choices_for
from cordee.care.chart import open_chart
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import bytes_of, carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of, show

TITLE_MAX = 120


async def page(request: Request) -> Response:
    """Show the documents, newest first."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], documents.SHELVES)
    found = documents.documents_of(chart, door.actor.who)
    return await show(request, "record/documents.html", chart, "/documents", {"documents": found})


async def new_document(request: Request) -> Response:
    """Show a blank deposit, or keep the document sent."""
    ensure_may_write(request, cat.DOCUMENTS)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await read_form(request) if request.method == "POST" else Form(values={"audience": "circle"})
    if request.method == "POST" and await _deposited(door, patient_id, form):
        back = f"{root_of(patient_id)}/documents"
        return done(request, "Document déposé.", back=back, undo=f"{back}/{form.form_id}/retirer")
    chart = await open_chart(door, patient_id)
    audiences = [(one.code, one.choice) for one in choices_for(door.actor)]
    context = {"types": list(documents.TYPES.items()), "audiences": audiences}
    return await form_page(request, "record/document_form.html", chart, form, context)


async def withdraw(request: Request) -> Response:
    """Withdraw one's own document."""
    door, patient_id, document_id = (
        request.state.door,
        request.path_params["patient_id"],
        request.path_params["id"],
    )
    await documents.withdraw_document(door, patient_id, document_id)
    back = f"{root_of(patient_id)}/documents"
    return done(request, "Document retiré.", back=back, undo=f"{back}/{document_id}/remettre")


async def put_back(request: Request) -> Response:
    """Show again a document that was withdrawn."""
    door, patient_id, document_id = (
        request.state.door,
        request.path_params["patient_id"],
        request.path_params["id"],
    )
    await documents.withdraw_document(door, patient_id, document_id, take_back=True)
    return done(request, "Document remis.", back=f"{root_of(patient_id)}/documents")


async def _deposited(door: Door, patient_id: str, form: Form) -> bool:
    title = form.text("title", missing="Donnez un titre au document.", length_max=TITLE_MAX)
    type_code = form.choice("type", documents.TYPES, missing="Choisissez le genre de document.")
    audience = form.choice(
        "audience", [one.code for one in choices_for(door.actor)], missing="Choisissez pour qui."
    )
    files = await bytes_of(form, "file")
    if not files:
        form.errors["file"] = "Choisissez le fichier à déposer."
    return await carried_out(
        form,
        lambda: documents.add_document(
            door, patient_id, title=title, type_code=type_code, content=files[0], audience_code=audience,
            form_id=form.form_id,
        ),
    )  # fmt: skip


ROUTES = (
    Route("/dossiers/{patient_id}/documents", page),
    Route("/dossiers/{patient_id}/documents/nouveau", new_document, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/documents/{id}/retirer", withdraw, methods=["POST"]),
    Route("/dossiers/{patient_id}/documents/{id}/remettre", put_back, methods=["POST"]),
)
