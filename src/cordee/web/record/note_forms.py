"""The forms of the notebook: a note or a reply, with what is joined to it; a correction, and what was said before."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Actor, Door
from cordee.care import note_correcting, note_writing
from cordee.care.audience import AUDIENCES, choices_for
from cordee.care.chart import Chart, open_chart
from cordee.care.note_correcting import Correction
from cordee.care.notebook import (
    NOTE_ICONS,
    NOTE_TYPES,
    WORDS_LENGTH,
    InWords,
    Note,
    is_note,
    is_wordless,
    note_of,
)
from cordee.fhir.r4 import DocumentReference
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import all_bytes_of, carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of, voice_of

TEXT_MAX = 4000
_OWN_AUDIENCES = {
    "circle": "Toute mon équipe",
    "not-carers": "Sauf mes proches",
    "not-guardians": "Sauf mes représentants",
    "health": "Les soignants seulement",
}


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
    asked = request.query_params
    answered = await _note(door, chart, form.value("reply_to") or asked.get("reponse", ""))
    if request.method == "GET":
        form = Form(values=_defaults(door.actor, patient_id, answered))
    context = _choices(door.actor) | {
        "answered": answered,
        "with_photo": "photo" in asked or bool(form.errors.get("photo")),
        "photos_max": note_writing.PHOTOS_MAX,
        "files_max": note_writing.FILES_MAX,
    }
    return await form_page(request, "record/note_form.html", chart, form, context)


async def correct(request: Request) -> Response:
    """Show one's own note to be corrected, or keep the correction sent."""
    ensure_may_write(request, cat.NOTEBOOK)
    door: Door = request.state.door
    patient_id, note_id = request.path_params["patient_id"], request.path_params["id"]
    own = await note_writing.own_note(door, patient_id, note_id)
    form = await read_form(request) if request.method == "POST" else Form()
    if request.method == "POST" and await _corrected(door, patient_id, own, form):
        return done(
            request,
            "Note corrigée. La version précédente reste lisible.",
            back=f"{root_of(patient_id)}/cahier",
        )
    chart = await open_chart(door, patient_id)
    stood = await _note(door, chart, note_id)
    if request.method == "GET" and stood is not None:
        form = Form(values=_values(stood))
    return await form_page(
        request, "record/note_correction.html", chart, form, _choices(door.actor) | {"note": stood}
    )


async def versions(request: Request) -> Response:
    """Show what a note said, correction by correction."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    found = await note_correcting.versions_of(door, chart, request.path_params["id"])
    return await form_page(request, "record/note_versions.html", chart, Form(), {"versions": found})


async def _written(door: Door, patient_id: str, form: Form) -> bool:
    text, type_code, audience = _read(door.actor, form)
    in_words = InWords(
        photos=_described(form, "photo", note_writing.PHOTOS_MAX),
        files=_described(form, "files", note_writing.FILES_MAX),
        is_transcript=_says_voice(form, text),
    )
    photos, files = await all_bytes_of(form, "photo", "files")
    return await carried_out(
        form,
        lambda: note_writing.add_note(
            door, patient_id, type_code=type_code, text=text, is_urgent=form.ticked("urgent"),
            audience_code=audience, photos=photos, files=files, reply_to=form.text("reply_to"), in_words=in_words,
            form_id=form.form_id,
        ),
    )  # fmt: skip


def _described(form: Form, field: str, count: int) -> tuple[str, ...]:
    """Return what is said of each file of a field, as `script/photos.js` names it."""
    return tuple(form.text(f"{field}-words-{number}", length_max=WORDS_LENGTH) for number in range(count))


def _says_voice(form: Form, text: str) -> bool:
    if form.ticked("transcript") and not text:
        form.errors["text"] = (
            "Écrivez ce que dit le message vocal, ou décochez « Ma note écrite dit la même chose »."
        )
    return form.ticked("transcript")


async def _corrected(door: Door, patient_id: str, note: DocumentReference, form: Form) -> bool:
    text, type_code, audience = _read(door.actor, form)
    version = form.text("version")
    if not text and not is_wordless(note):
        form.errors["text"] = "Écrivez ce que la note doit dire, ou retirez-la."
    correction = Correction(
        type_code=type_code,
        text=text,
        is_urgent=form.ticked("urgent"),
        audience_code=audience,
        version=int(version) if version.isdecimal() else 0,
        described={
            one: form.text(f"words-{one}", length_max=WORDS_LENGTH) for one in form.several("described")
        },
        is_transcript=_says_voice(form, text),
    )
    return await carried_out(
        form, lambda: note_correcting.correct_note(door, patient_id, note.id or "", correction)
    )


def _read(actor: Actor, form: Form) -> tuple[str, str, str]:
    text = form.text("text", length_max=TEXT_MAX)
    type_code = form.choice("type", NOTE_TYPES, missing="Choisissez le genre de note.")
    allowed = [one.code for one in choices_for(actor)]
    return text, type_code, form.choice("audience", allowed, missing="Choisissez pour qui.")


async def _note(door: Door, chart: Chart, note_id: str) -> Note | None:
    if not note_id:
        return None
    reference = f"DocumentReference/{note_id}"
    stored = (await door.read_many([reference])).get(reference)
    if stored is None or not is_note(stored.resource):
        return None
    return note_of(chart, stored, stored.resource)


def _defaults(actor: Actor, patient_id: str, answered: Note | None) -> dict[str, str]:
    """Return what a blank note starts with: a reply is for those its note is for, as far as this writer may choose."""
    values = {"type": "OBS" if voice_of(actor, patient_id) == "pro" else "GEN", "audience": "circle"}
    if answered is not None:
        values |= {"type": "GEN", "reply_to": answered.id, "audience": _audience_of(answered)}
    return values


def _values(note: Note) -> dict[str, str]:
    return {
        "text": "" if note.is_wordless else note.text,
        "transcript": "yes" if note.is_transcript else "",
        "type": note.type,
        "audience": _audience_of(note),
        "urgent": "yes" if note.is_urgent else "",
        "version": str(note.version),
    } | {f"words-{photo.binary_id}": photo.title for photo in note.photos}


def _audience_of(note: Note) -> str:
    return next((one.code for one in AUDIENCES.values() if frozenset(one.labels) == note.labels), "circle")


def _choices(actor: Actor) -> dict[str, object]:
    words = _OWN_AUDIENCES if actor.kind == "patient" else {}
    return {
        "types": [(code, word, NOTE_ICONS[code]) for code, word in NOTE_TYPES.items()],
        "audiences": [(one.code, words.get(one.code, one.choice)) for one in choices_for(actor)],
    }


ROUTES = (
    Route("/dossiers/{patient_id}/cahier/nouvelle", new_note, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/cahier/{id}/corriger", correct, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/cahier/{id}/versions", versions),
)
