"""The notebook: its notes, and the form that writes one, with photos and for whom."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Actor, Door
from cordee.care import note_writing, notebook
from cordee.care.audience import choices_for
from cordee.care.chart import Chart, open_chart
from cordee.care.notebook import Note, note_of
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import bytes_of, carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of, show, voice_of

TEXT_MAX = 4000
TEXT_MISSING = "Écrivez la note, ou ajoutez une photo et un mot qui l’explique."
_OWN_AUDIENCES = {
    "circle": "Toute mon équipe",
    "not-carers": "Sauf mes proches",
    "not-guardians": "Sauf mes représentants",
    "health": "Les soignants seulement",
}


async def page(request: Request) -> Response:
    """Show a page of notes, newest first."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    found = await notebook.show_notebook(door, chart, request.query_params.get("suite"))
    return await show(request, "record/notebook.html", chart, "/cahier", {"notebook": found})


async def new_note(request: Request) -> Response:
    """Show a blank note, or write the one sent; `reponse` in the address answers a note."""
    ensure_may_write(request, cat.NOTEBOOK)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await read_form(request) if request.method == "POST" else Form()
    if request.method == "POST" and await _written(door, patient_id, form):
        back = f"{root_of(patient_id)}/cahier"
        return done(request, "Note ajoutée au cahier.", back=back, undo=f"{back}/{form.form_id}/retirer")
    chart = await open_chart(door, patient_id)
    voice = voice_of(door.actor, patient_id)
    answered = await _answered(door, chart, form.value("reply_to") or request.query_params.get("reponse", ""))
    if request.method == "GET":
        form = Form(values=_defaults(voice, answered))
    context = {
        "answered": answered,
        "types": [(code, word, notebook.NOTE_ICONS[code]) for code, word in notebook.NOTE_TYPES.items()],
        "audiences": _audiences(door.actor),
        "with_photo": "photo" in request.query_params or bool(form.errors.get("photo")),
        "photos_max": note_writing.PHOTOS_MAX,
    }
    return await form_page(request, "record/note_form.html", chart, form, context)


async def withdraw(request: Request) -> Response:
    """Withdraw one's own note."""
    door, patient_id, note_id = (
        request.state.door,
        request.path_params["patient_id"],
        request.path_params["id"],
    )
    await note_writing.withdraw_note(door, patient_id, note_id)
    back = f"{root_of(patient_id)}/cahier"
    return done(request, "Note retirée.", back=back, undo=f"{back}/{note_id}/remettre")


async def put_back(request: Request) -> Response:
    """Show again a note that was withdrawn."""
    door, patient_id, note_id = (
        request.state.door,
        request.path_params["patient_id"],
        request.path_params["id"],
    )
    await note_writing.withdraw_note(door, patient_id, note_id, take_back=True)
    return done(request, "Note remise.", back=f"{root_of(patient_id)}/cahier")


async def _written(door: Door, patient_id: str, form: Form) -> bool:
    text = form.text("text", missing=TEXT_MISSING, length_max=TEXT_MAX)
    type_code = form.choice("type", notebook.NOTE_TYPES, missing="Choisissez le genre de note.")
    audience = form.choice(
        "audience", [one.code for one in choices_for(door.actor)], missing="Choisissez pour qui."
    )
    photos = await bytes_of(form, "photo")
    return await carried_out(
        form,
        lambda: note_writing.add_note(
            door, patient_id, type_code=type_code, text=text, is_urgent=form.ticked("urgent"),
            audience_code=audience, photos=photos, reply_to=form.text("reply_to"), form_id=form.form_id,
        ),
    )  # fmt: skip


async def _answered(door: Door, chart: Chart, note_id: str) -> Note | None:
    if not note_id:
        return None
    reference = f"DocumentReference/{note_id}"
    stored = (await door.read_many([reference])).get(reference)
    if stored is None or not notebook.is_note(stored.resource):
        return None
    return note_of(chart, stored, stored.resource, {})


def _defaults(voice: str, answered: Note | None) -> dict[str, str]:
    values = {"type": "OBS" if voice == "pro" else "GEN", "audience": "circle"}
    if answered is not None:
        values |= {"type": "GEN", "reply_to": answered.id}
    return values


def _audiences(actor: Actor) -> list[tuple[str, str]]:
    words = _OWN_AUDIENCES if actor.kind == "patient" else {}
    return [(one.code, words.get(one.code, one.choice)) for one in choices_for(actor)]


ROUTES = (
    Route("/dossiers/{patient_id}/cahier", page),
    Route("/dossiers/{patient_id}/cahier/nouvelle", new_note, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/cahier/{id}/retirer", withdraw, methods=["POST"]),
    Route("/dossiers/{patient_id}/cahier/{id}/remettre", put_back, methods=["POST"]),
)
