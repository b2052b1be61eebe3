"""Depositing documents: one form for several files, each under a key of its own, so that each arrives once.

With script each file leaves by itself, and again when the network is back; without, they leave together.
"""

from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.audience import choices_for
from cordee.care.chart import open_chart
from cordee.care.documents import TYPES, USUAL, add_document, type_said, versions_of
from cordee.care.entry import entry_id
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import bytes_of, carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of

TITLE_MAX = 120
FILES_MAX = 10
JSON_TYPE = "application/json"


async def new_document(request: Request) -> Response:
    """Show a blank deposit, or keep the files sent; `remplace` in the address makes a new version."""
    ensure_may_write(request, cat.DOCUMENTS)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await read_form(request) if request.method == "POST" else Form(values={"audience": "circle"})
    if request.method == "POST":
        count = await _deposited(door, patient_id, form)
        if JSON_TYPE in request.headers.get("accept", ""):
            return _told(form, count)
        if count:
            return _done(request, patient_id, form, count)
    chart = await open_chart(door, patient_id)
    replaced = form.value("replaces") or request.query_params.get("remplace", "")
    before = (await versions_of(door, chart, replaced))[0] if replaced else None
    context = {
        "types": list(TYPES.items()),
        "usual": [(code, TYPES[code]) for code in USUAL],
        "audiences": [(one.code, one.choice) for one in choices_for(door.actor)],
        "before": before,
        "files_max": FILES_MAX,
    }
    return await form_page(request, "record/document_form.html", chart, form, context)


def _done(request: Request, patient_id: str, form: Form, count: int) -> Response:
    back = f"{root_of(patient_id)}/documents"
    if count > 1:
        return done(request, f"{count} documents déposés.", back=back)
    return done(request, "Document déposé.", back=back, undo=f"{back}/{form.form_id}/retirer")


def _told(form: Form, count: int) -> Response:
    """Return what became of one file to the script that sent it."""
    if count:
        return JSONResponse({"message": "Déposé."}, status_code=201)
    sentence = form.message or next(iter(form.errors.values()), "Ce fichier n’a pas été gardé.")
    return JSONResponse({"message": sentence}, status_code=422)


async def _deposited(door: Door, patient_id: str, form: Form) -> int:
    """Deposit every file of the form and return how many stand; none when one of them is refused at once."""
    type_code = type_said(form.text("type", missing="Choisissez le genre de document."))
    if not type_code and "type" not in form.errors:
        form.errors["type"] = "Ce genre n’est pas connu : choisissez-en un de la liste."
    allowed = [one.code for one in choices_for(door.actor)]
    audience = form.choice("audience", allowed, missing="Choisissez pour qui.")
    title, replaces = form.text("title", length_max=TITLE_MAX), form.text("replaces")
    names = [file.filename or "" for file in form.files("file")]
    files = await bytes_of(form, "file")
    if not files:
        form.errors["file"] = "Choisissez le fichier à déposer."
    if len(files) > (1 if replaces else FILES_MAX):
        form.errors["file"] = (
            "Un fichier à la fois." if replaces else f"{FILES_MAX} fichiers au plus à la fois."
        )
    count = 0
    for number, (name, content) in enumerate(zip(names, files, strict=True)):
        form_id = entry_id(form.form_id, f"file-{number}") if number else form.form_id

        async def act(name: str = name, content: bytes = content, form_id: str = form_id) -> None:
            await add_document(
                door, patient_id, title=(title if len(files) == 1 else "") or title_of(name, type_code),
                type_code=type_code, content=content, audience_code=audience, form_id=form_id, replaces=replaces,
            )  # fmt: skip

        if not await carried_out(form, act):
            break
        count += 1
    return count if form.is_valid else 0


def title_of(name: str, type_code: str) -> str:
    """Return a title from the name of a file: its words; the type's name for what a camera called it."""
    words = " ".join(PurePath(name.replace("\\", "/")).stem.replace("_", " ").split())[:TITLE_MAX]
    is_named_by_a_machine = sum(one.isdigit() for one in words) > len(words) / 2 or words.lower() in _NAMELESS
    return TYPES[type_code] if not words or is_named_by_a_machine else words


_NAMELESS = frozenset({"image", "photo", "scan", "document", "img", "fichier", "blob"})

ROUTES = (Route("/dossiers/{patient_id}/documents/nouveau", new_document, methods=["GET", "POST"]),)
