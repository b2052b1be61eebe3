"""Saying whom a request is about when it came without a name: looked for first, written down else."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.requests import SupportRequest
from cordee.web.forms import Form, read_form
from cordee.web.page import is_partial, render
from cordee.web.requests.answering import go, to_answer
from cordee.web.requests.person_fields import identity_of, named_so_far
from cordee.web.requests.words import GENDERS
from cordee.web.site import site_of

WORDS_LENGTH = 120


def routes() -> list[Route]:
    """Return the routes of naming the person of a request."""
    return [
        Route("/demandes/{id}/personne", show, methods=["GET"]),
        Route("/demandes/{id}/personne", name, methods=["POST"]),
        Route("/demandes/{id}/personne/chercher", find, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """Ask who the person is."""
    return await _page(request, await to_answer(request), Form(values={"gender": ""}), status=200)


async def find(request: Request) -> Response:
    """Show who may be the same among those I may see: names travel in the body, never in an address."""
    found, form = await to_answer(request), await read_form(request)
    return await _page(request, found, form, status=200, block="same" if is_partial(request) else None)


async def name(request: Request) -> Response:
    """Write down who the person is; the request's page then compares with those known."""
    found, form = await to_answer(request), await read_form(request)
    if form.value("act") == "find":
        return await _page(request, found, form, status=200)
    identity = identity_of(request, form)
    if not form.is_valid:
        return await _page(request, found, form, status=422)
    await requests.name_person(request.state.door, found.id, identity)
    return go(request, "La personne est précisée.", f"/demandes/{found.id}")


async def _page(
    request: Request, found: SupportRequest, form: Form, *, status: int, block: str | None = None
) -> Response:
    words = f"{form.value('given')} {form.value('family')}".strip()[:WORDS_LENGTH]
    alike = (
        await requests.people_alike(request.state.door, words, named_so_far(request, form)) if words else ()
    )
    context = {
        "found": found,
        "form": form,
        "genders": GENDERS,
        "towns": [commune.name for commune in site_of(request).territory.communes],
        "words": words,
        "alike": [one for one in alike if one.patient_id != found.patient_id],
    }
    return await render(request, "requests/name_person.html", context, status=status, block=block)
