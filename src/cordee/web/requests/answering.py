"""Answering a request: accepting opens the record; a refusal says why, and can be taken back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.requests import AlreadyAnsweredError, Opening, SupportRequest
from cordee.kernel.errors import NotFoundError
from cordee.territories.notice import notice_of
from cordee.web.forms import Form, read_form
from cordee.web.notice import Notice, answer_done
from cordee.web.page import is_partial, render
from cordee.web.site import site_of

ANSWER_LENGTH = 2000


def routes() -> list[Route]:
    """Return the routes of answering."""
    return [
        Route("/demandes/{id}/accepter", show_accept, methods=["GET"]),
        Route("/demandes/{id}/accepter", accept, methods=["POST"]),
        Route("/demandes/{id}/refuser", show_refuse, methods=["GET"]),
        Route("/demandes/{id}/refuser", refuse, methods=["POST"]),
        Route("/demandes/{id}/rouvrir", reopen, methods=["POST"]),
    ]


async def show_accept(request: Request) -> Response:
    """Show what is decided on accepting."""
    found = await _to_answer(request)
    return await _accept_page(request, found, Form(values={"invites": "yes"}), status=200)


async def accept(request: Request) -> Response:
    """Accept, open the record and go to it."""
    found = await _to_answer(request, is_sent=True)
    form = await read_form(request)
    themes = _themes(request)
    theme = form.choice("theme", themes, missing="Choisissez ce qui domine la situation.")
    if not form.ticked("informed"):
        form.errors["informed"] = "Sans cette information, le dossier ne peut pas s’ouvrir."
    comment = form.text("comment", length_max=ANSWER_LENGTH)
    if not form.is_valid:
        return await _accept_page(request, found, form, status=422)
    opening = Opening(
        theme=theme,
        theme_label=themes[theme],
        invites_requester=form.ticked("invites"),
        comment=comment,
        notice=notice_of(site_of(request).territory).uri,
    )
    try:
        patient_id = await requests.accept(request.state.door, found.id, opening)
    except AlreadyAnsweredError:
        if found.state != "accepted":
            raise
        patient_id = found.patient_id
    return _go(
        request,
        "Dossier ouvert. Invitez le cercle de soins, puis écrivez le plan.",
        f"/dossiers/{patient_id}",
    )


async def show_refuse(request: Request) -> Response:
    """Show the reasons a request may be refused for."""
    found = await _to_answer(request)
    return await _refuse_page(request, found, Form(), status=200)


async def refuse(request: Request) -> Response:
    """Refuse with a reason; the notice offers to take it back."""
    found = await _to_answer(request)
    form = await read_form(request)
    reason = form.choice("reason", requests.REFUSALS, missing="Choisissez la raison que le demandeur lira.")
    answer = form.text("answer", length_max=ANSWER_LENGTH)
    if not form.is_valid:
        return await _refuse_page(request, found, form, status=422)
    await requests.refuse(request.state.door, found.id, reason=reason, answer=answer)
    address = f"/demandes/{found.id}"
    return _go(request, "Réponse envoyée au demandeur.", address, undo=f"{address}/rouvrir")


async def reopen(request: Request) -> Response:
    """Take a refusal back."""
    id_ = request.path_params["id"]
    await requests.reopen(request.state.door, id_)
    return _go(request, "La demande attend de nouveau une réponse.", f"/demandes/{id_}")


def _go(request: Request, message: str, address: str, undo: str | None = None) -> Response:
    """Return the way to a page with a notice there, for htmx as for a plain form: the page itself has changed."""
    response = answer_done(Notice(message=message, undo=undo), address, partial=False)
    if is_partial(request):
        response.status_code = 204
        response.headers["hx-redirect"] = response.headers["location"]
        del response.headers["location"]
    return response


async def _to_answer(request: Request, *, is_sent: bool = False) -> SupportRequest:
    if not request.state.actor.is_coordinator:
        raise NotFoundError
    found = await requests.read_request(request.state.door, request.path_params["id"])
    if not found.is_waiting and not is_sent:
        raise AlreadyAnsweredError
    return found


def _themes(request: Request) -> dict[str, str]:
    return {theme.code: theme.label for theme in site_of(request).territory.themes}


async def _accept_page(request: Request, found: SupportRequest, form: Form, *, status: int) -> Response:
    context = {
        "found": found,
        "form": form,
        "themes": list(_themes(request).items()),
        "answer_length": ANSWER_LENGTH,
    }
    return await render(request, "requests/accept.html", context, status=status)


async def _refuse_page(request: Request, found: SupportRequest, form: Form, *, status: int) -> Response:
    context = {
        "found": found, "form": form, "reasons": list(requests.REFUSALS.items()), "answer_length": ANSWER_LENGTH,
    }  # fmt: skip
    return await render(request, "requests/refuse.html", context, status=status)
