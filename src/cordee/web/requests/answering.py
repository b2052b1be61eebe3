"""Answering a request: accepting opens the record; another answer says why and where to turn, and can be taken back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.directory import ListedStructure, find_structures
from cordee.care.requests import AlreadyAnsweredError, Answer, Opening, SupportRequest
from cordee.fhir.r4 import Reference
from cordee.kernel.errors import NotFoundError
from cordee.territories.episode import coded
from cordee.territories.notice import notice_of
from cordee.web.forms import Form, read_form
from cordee.web.notice import Notice, answer_done
from cordee.web.page import is_partial, render
from cordee.web.requests.words import themes_of
from cordee.web.site import site_of

ANSWER_LENGTH = 2000
PLACE_LENGTH = 100


def routes() -> list[Route]:
    """Return the routes of answering."""
    return [
        Route("/demandes/{id}/accepter", show_accept, methods=["GET"]),
        Route("/demandes/{id}/accepter", accept, methods=["POST"]),
        Route("/demandes/{id}/refuser", show_refuse, methods=["GET"]),
        Route("/demandes/{id}/refuser", refuse, methods=["POST"]),
        Route("/demandes/{id}/refuser/structures", structures, methods=["POST"]),
        Route("/demandes/{id}/rouvrir", reopen, methods=["POST"]),
    ]


async def show_accept(request: Request) -> Response:
    """Show what is decided on accepting."""
    found = await to_answer(request)
    return await _accept_page(
        request, found, Form(values={"invites": "yes", "theme": found.theme}), status=200
    )


async def accept(request: Request) -> Response:
    """Accept, open the record and go to it."""
    found = await to_answer(request, is_sent=True)
    form = await read_form(request)
    themes, criteria = themes_of(request), _criteria(request)
    theme = form.choice("theme", themes, missing="Choisissez ce qui domine la situation.")
    if not form.ticked("informed"):
        form.errors["informed"] = "Sans cette information, le dossier ne peut pas s’ouvrir."
    comment = form.text("comment", length_max=ANSWER_LENGTH)
    if not form.is_valid:
        return await _accept_page(request, found, form, status=422)
    opening = Opening(
        theme=theme,
        theme_label=themes[theme],
        criteria=tuple((one, criteria[one]) for one in form.several("criteria") if one in criteria),
        invites_requester=form.ticked("invites"),
        comment=comment,
        notice=notice_of(site_of(request).territory).uri,
    )
    try:
        patient_id = await requests.accept(request.state.door, found.id, opening)
    except AlreadyAnsweredError:
        if found.state != "accepted":
            raise
        patient_id = found.record_id
    return go(
        request,
        "Dossier ouvert. Invitez le cercle de soins, puis écrivez le plan.",
        f"/dossiers/{patient_id}",
    )


async def show_refuse(request: Request) -> Response:
    """Show the reasons a request may be closed for without a record."""
    return await _refuse_page(request, await to_answer(request), Form(), status=200)


async def structures(request: Request) -> Response:
    """Show the structures of the directory that have these words in their name."""
    found, form = await to_answer(request), await read_form(request)
    return await _refuse_page(
        request, found, form, status=200, block="places" if is_partial(request) else None
    )


async def refuse(request: Request) -> Response:
    """Answer without a record; the notice offers to take it back."""
    found = await to_answer(request)
    form = await read_form(request)
    if form.value("act") == "find":
        return await _refuse_page(request, found, form, status=200)
    reason = form.choice("reason", requests.REFUSALS, missing="Choisissez la raison que le demandeur lira.")
    words = form.text("answer", length_max=ANSWER_LENGTH)
    structure = await _structure(request, form.text("structure"))
    if reason == "redirected" and structure is None:
        form.errors["place"] = "Cherchez la structure vers qui se tourner, puis choisissez-la."
    if not form.is_valid:
        return await _refuse_page(request, found, form, status=422)
    answer = Answer(
        reason=reason,
        words=words,
        structure=structure,
        tells=bool(found.caller_email) and form.ticked("tells"),
    )
    await requests.refuse(request.state.door, found.id, answer)
    address = f"/demandes/{found.id}"
    return go(
        request, "Réponse enregistrée. Le courrier est prêt à imprimer.", address, undo=f"{address}/rouvrir"
    )


async def reopen(request: Request) -> Response:
    """Take an answer back."""
    id_ = request.path_params["id"]
    await requests.reopen(request.state.door, id_)
    return go(request, "La demande attend de nouveau une réponse.", f"/demandes/{id_}")


def go(request: Request, message: str, address: str, undo: str | None = None) -> Response:
    """Return the way to a page with a notice there, for htmx as for a plain form: the page itself has changed."""
    response = answer_done(Notice(message=message, undo=undo), address, partial=False)
    if is_partial(request):
        response.status_code = 204
        response.headers["hx-redirect"] = response.headers["location"]
        del response.headers["location"]
    return response


async def to_answer(request: Request, *, is_sent: bool = False) -> SupportRequest:
    """Return the request to answer: nobody but coordination is shown a way, and nobody answers twice."""
    if not request.state.actor.is_coordinator:
        raise NotFoundError
    found = await requests.read_request(request.state.door, request.path_params["id"])
    if not found.is_waiting and not is_sent:
        raise AlreadyAnsweredError
    return found


async def _structure(request: Request, reference: str) -> Reference | None:
    """Return a structure chosen in the list, as the directory names it."""
    if not reference.startswith("Organization/"):
        return None
    found = (await request.state.door.read_many([reference])).get(reference)
    return Reference(reference=reference, display=found.resource.name) if found is not None else None


def _criteria(request: Request) -> dict[str, str]:
    return coded(site_of(request).territory.episode.opening_criteria)


async def _accept_page(request: Request, found: SupportRequest, form: Form, *, status: int) -> Response:
    context = {
        "found": found,
        "form": form,
        "themes": list(themes_of(request).items()),
        "criteria": list(_criteria(request).items()),
        "answer_length": ANSWER_LENGTH,
    }
    return await render(request, "requests/accept.html", context, status=status)


async def _refuse_page(
    request: Request, found: SupportRequest, form: Form, *, status: int, block: str | None = None
) -> Response:
    place = form.value("place")[:PLACE_LENGTH]
    places: list[ListedStructure] = await find_structures(request.state.door, place) if place else []
    context = {
        "found": found, "form": form, "reasons": list(requests.REFUSALS.items()), "places": places,
        "answer_length": ANSWER_LENGTH,
    }  # fmt: skip
    return await render(request, "requests/refuse.html", context, status=status, block=block)
