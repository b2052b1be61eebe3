"""The files of a request: added, looked at, put among the documents of the record it became."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.kernel.errors import NotFoundError
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.professionals import only_professionals
from cordee.web.record.acts import carried_out
from cordee.web.record.contents import served
from cordee.web.record.documents import framing
from cordee.web.requests.sent_files import FIELD, FILES_AT_ONCE, files_sent
from cordee.web.site import site_of

PURPOSE = "request-file"


def routes() -> list[Route]:
    """Return the routes of the files of a request; adding comes before one of them."""
    one = "/demandes/{id}/pieces/{file_id}"
    return [
        Route("/demandes/{id}/pieces/nouvelle", add, methods=["GET", "POST"]),
        Route(one, show),
        Route(f"{one}/contenu", content),
        Route(f"{one}/vignette", thumbnail),
        Route(f"{one}/ranger", keep, methods=["POST"]),
    ]


async def add(request: Request) -> Response:
    """Show what may be added, or add what was sent."""
    only_professionals(request)
    door, id_ = request.state.door, request.path_params["id"]
    found = await requests.read_request(door, id_)
    if not found.is_waiting:
        raise requests.AlreadyAnsweredError
    form = await read_form(request) if request.method == "POST" else Form()
    if request.method == "POST":
        files = await files_sent(form)
        if not files and form.is_valid:
            form.errors[FIELD] = "Choisissez le fichier à ajouter."
        platform = site_of(request).gate.system_door(PURPOSE)

        async def act() -> None:
            await requests.add_files(door, platform, id_, files, form_id=form.form_id)

        if await carried_out(form, act):
            words = "Pièce ajoutée." if len(files) == 1 else f"{len(files)} pièces ajoutées."
            return done(request, words, back=f"/demandes/{id_}")
    context = {"found": found, "form": form, "files_max": FILES_AT_ONCE}
    status = 200 if form.is_valid else 422
    return await render(request, "requests/file_form.html", context, status=status)


async def show(request: Request) -> Response:
    """Show one file: its preview, who sent it."""
    only_professionals(request)
    door, parameters = request.state.door, request.path_params
    found = await requests.read_request(door, parameters["id"])
    file = await requests.read_file(door, found.id, parameters["file_id"])
    response = await render(request, "requests/file.html", {"found": found, "file": file})
    response.headers["content-security-policy"] = framing(response)
    return response


async def content(request: Request) -> Response:
    """Serve the bytes of a file, as those of documents are."""
    only_professionals(request)
    parameters = request.path_params
    found = await requests.file_content(request.state.door, parameters["id"], parameters["file_id"])
    asked = request.headers.get("range", "")
    return served(found, asked, as_file="telecharger" in request.query_params)


async def thumbnail(request: Request) -> Response:
    """Serve the small picture of a picture."""
    only_professionals(request)
    parameters = request.path_params
    return served(
        await requests.file_content(request.state.door, parameters["id"], parameters["file_id"], small=True)
    )


async def keep(request: Request) -> Response:
    """Put a file among the documents of the record the request opened or joined; the notice offers to take it back."""
    only_professionals(request)
    door, parameters = request.state.door, request.path_params
    found = await requests.read_request(door, parameters["id"])
    if found.state != "accepted":
        raise NotFoundError
    kept = await requests.keep_in_record(door, found.id, parameters["file_id"], found.record_id)
    undo = f"/dossiers/{found.record_id}/documents/{kept}/retirer"
    return done(request, "Rangée dans les documents du dossier.", back=f"/demandes/{found.id}", undo=undo)
