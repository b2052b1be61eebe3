"""Beginning a conversation: about a person, for an audience of the circle; or with professionals one finds by name."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.audience import choices_for
from cordee.care.chart import open_chart
from cordee.care.directory import find_professionals
from cordee.care.messages import begin
from cordee.care.messages.writing import TOPIC_LENGTH
from cordee.kernel.errors import ForbiddenError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.messages.people import NAME_LENGTH, named
from cordee.web.messages.sent import TEXT_MAX, sent_files
from cordee.web.page import is_partial, render
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of

TEXT_MISSING = "Écrivez votre message."


async def about_person(request: Request) -> Response:
    """Show a blank message about a person, or send the one written."""
    ensure_may_write(request, cat.MESSAGES)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    audiences = choices_for(door.actor)
    form = Form(values={"audience": audiences[0].code})
    if request.method == "POST":
        form = await read_form(request)
        topic = form.text("topic", length_max=TOPIC_LENGTH)
        text = form.text("text", missing=TEXT_MISSING, length_max=TEXT_MAX)
        audience = form.choice("audience", [one.code for one in audiences], missing="Choisissez pour qui.")
        files = await sent_files(form)

        async def send() -> None:
            await begin(
                door,
                patient_id,
                topic=topic,
                text=text,
                audience_code=audience,
                files=files,
                form_id=form.form_id,
            )

        if await carried_out(form, send):
            return _opened(request, f"{root_of(patient_id)}/messages/{form.form_id}")
    chart = await open_chart(door, patient_id)
    context = {"audiences": [(one.code, one.choice) for one in audiences]}
    return await form_page(request, "messages/new_about.html", chart, form, context)


async def to_professionals(request: Request) -> Response:
    """Show a blank message between professionals, find whom it is for, or send it."""
    ensure_may_write(request, cat.MESSAGES)
    door: Door = request.state.door
    if not door.actor.is_professional:
        raise ForbiddenError
    form = await read_form(request) if request.method == "POST" else Form()
    is_search = form.value("act") == "find"
    chosen = list(dict.fromkeys(form.several("to")))
    if request.method == "POST" and not is_search:
        topic = form.text("topic", length_max=TOPIC_LENGTH)
        text = form.text("text", missing=TEXT_MISSING, length_max=TEXT_MAX)
        files = await sent_files(form)

        async def send() -> None:
            await begin(door, "", topic=topic, text=text, to=chosen, files=files, form_id=form.form_id)

        if await carried_out(form, send):
            return _opened(request, f"/messages/{form.form_id}")
    found = await find_professionals(door, form.text("name", length_max=NAME_LENGTH)) if is_search else []
    context = {
        "form": form,
        "found": [one for one in found if one.reference not in {*chosen, *door.actor.keys}],
        "searched": is_search,
        "chosen": await named(door, chosen),
    }
    status = 422 if form.errors else 200
    return await render(request, "messages/new.html", context, status=status)


def _opened(request: Request, address: str) -> Response:
    """Return the way to the conversation just begun."""
    if is_partial(request):
        return Response(status_code=204, headers={"hx-redirect": address})
    return RedirectResponse(address, status_code=303)


ROUTES = (
    Route("/messages/nouveau", to_professionals, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/messages/nouveau", about_person, methods=["GET", "POST"]),
)
