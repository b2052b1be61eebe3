"""Working on a request: taking it, handing it over, qualifying it, waiting; each act has its way back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.requests import Qualifying, SupportRequest
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.requests.answering import ANSWER_LENGTH, go, to_answer
from cordee.web.requests.words import CONSENT_OPTIONS, KIND_OPTIONS, URGENCIES, themes_of
from cordee.web.site import site_of

WORDS_LENGTH = 500


def routes() -> list[Route]:
    """Return the routes of working on a request."""
    return [
        Route("/demandes/{id}/prendre", take, methods=["POST"]),
        Route("/demandes/{id}/rendre", give_back, methods=["POST"]),
        Route("/demandes/{id}/confier", show_hand_over, methods=["GET"]),
        Route("/demandes/{id}/confier", hand_over, methods=["POST"]),
        Route("/demandes/{id}/qualifier", show_qualify, methods=["GET"]),
        Route("/demandes/{id}/qualifier", qualify, methods=["POST"]),
        Route("/demandes/{id}/attendre", show_pause, methods=["GET"]),
        Route("/demandes/{id}/attendre", pause, methods=["POST"]),
        Route("/demandes/{id}/reprendre", resume, methods=["POST"]),
        Route("/demandes/{id}/joindre/{patient_id}", join, methods=["POST"]),
    ]


async def take(request: Request) -> Response:
    """Make the request one's own; the notice offers to give it back."""
    await requests.take_on(request.state.door, _id(request))
    address = _address(request)
    return done(request, "Cette demande est à vous.", back=address, undo=f"{address}/rendre")


async def give_back(request: Request) -> Response:
    """Give the request back to the team."""
    await requests.give_back(request.state.door, _id(request))
    address = _address(request)
    return done(request, "La demande attend qu’on la prenne.", back=address, undo=f"{address}/prendre")


async def show_hand_over(request: Request) -> Response:
    """Show the colleagues the request may be handed to."""
    return await _hand_over_page(request, await to_answer(request), Form(), status=200)


async def hand_over(request: Request) -> Response:
    """Hand the request over to a colleague."""
    found, form = await to_answer(request), await read_form(request)
    colleague = form.text("colleague", missing="Choisissez à qui la confier.")
    words = form.text("words", length_max=WORDS_LENGTH)
    if not form.is_valid:
        return await _hand_over_page(request, found, form, status=422)
    await requests.hand_over(request.state.door, found.id, colleague, words)
    return go(request, "Demande confiée.", _address(request), undo=f"{_address(request)}/prendre")


async def show_qualify(request: Request) -> Response:
    """Show what a request may turn out to be, with what is known already."""
    found = await to_answer(request)
    values = {
        "kind": found.kind,
        "theme": found.theme,
        "consent": found.consent,
        "urgency": "urgent" if found.is_urgent else "routine",
    }
    return await _qualify_page(request, found, Form(values=values), status=200)


async def qualify(request: Request) -> Response:
    """Write down what the request is: its term follows from the territory's targets."""
    found, form = await to_answer(request), await read_form(request)
    themes = themes_of(request)
    kind = form.choice("kind", dict(KIND_OPTIONS), missing="Dites ce qui est demandé.")
    theme = form.choice("theme", themes)
    is_urgent = form.choice("urgency", {"routine", "urgent"}) == "urgent"
    consent = form.choice("consent", dict(CONSENT_OPTIONS))
    comment = form.text("comment", length_max=ANSWER_LENGTH)
    if not form.is_valid:
        return await _qualify_page(request, found, form, status=422)
    qualifying = Qualifying(
        kind=kind,
        is_urgent=is_urgent,
        due_hours=site_of(request).territory.targets.hours_for(kind, is_urgent=is_urgent),
        theme=theme,
        theme_label=themes.get(theme, ""),
        consent=consent,
        comment=comment,
    )
    await requests.qualify(request.state.door, found.id, qualifying)
    return go(request, "Demande qualifiée.", _address(request))


async def show_pause(request: Request) -> Response:
    """Ask what is waited for."""
    return await _pause_page(request, await to_answer(request), Form(), status=200)


async def pause(request: Request) -> Response:
    """Say that the answer waits for something."""
    found, form = await to_answer(request), await read_form(request)
    words = form.text("words", missing="Dites ce qui est attendu, et de qui.", length_max=WORDS_LENGTH)
    if not form.is_valid:
        return await _pause_page(request, found, form, status=422)
    await requests.pause(request.state.door, found.id, words)
    address = _address(request)
    return go(request, "Demande en attente. Son délai court toujours.", address, undo=f"{address}/reprendre")


async def resume(request: Request) -> Response:
    """Go on with a request that waited."""
    await requests.resume(request.state.door, _id(request))
    return done(request, "La demande est de nouveau en cours.", back=_address(request))


async def join(request: Request) -> Response:
    """Join the request to a record of the same person."""
    patient_id = request.path_params["patient_id"]
    await requests.join_record(request.state.door, _id(request), patient_id)
    return go(request, "Demande jointe au dossier.", f"/dossiers/{patient_id}")


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _address(request: Request) -> str:
    return f"/demandes/{_id(request)}"


async def _hand_over_page(request: Request, found: SupportRequest, form: Form, *, status: int) -> Response:
    others = [one for one in await requests.colleagues(request.state.door) if one.reference != found.owner]
    context = {"found": found, "form": form, "colleagues": others, "words_length": WORDS_LENGTH}
    return await render(request, "requests/hand_over.html", context, status=status)


async def _qualify_page(request: Request, found: SupportRequest, form: Form, *, status: int) -> Response:
    context = {
        "found": found,
        "form": form,
        "kinds": KIND_OPTIONS,
        "themes": list(themes_of(request).items()),
        "consents": CONSENT_OPTIONS,
        "urgencies": URGENCIES,
        "answer_length": ANSWER_LENGTH,
    }
    return await render(request, "requests/qualify.html", context, status=status)


async def _pause_page(request: Request, found: SupportRequest, form: Form, *, status: int) -> Response:
    context = {"found": found, "form": form, "words_length": WORDS_LENGTH}
    return await render(request, "requests/pause.html", context, status=status)
