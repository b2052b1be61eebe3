"""Where the privacy officer begins: is the trace whole, what waits for a decision, finding somebody's lines."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access.reviews import KINDS
from cordee.care.directory import ListedProfessional, find_professionals
from cordee.care.privacy import find_person, names_of
from cordee.kernel.clock import now
from cordee.web.forms import Form, read_form
from cordee.web.page import render
from cordee.web.privacy.officer import gate_for_officer
from cordee.web.site import site_of

REVIEWS_SHOWN = 5


async def show(request: Request) -> Response:
    """Show the integrity of the trace, the reviews that wait, and the search of a person."""
    gate_for_officer(request)
    return await _shown(request, Form())


async def find(request: Request) -> Response:
    """Go to the lines of the one record of these traits; traits never stand in an address."""
    gate = gate_for_officer(request)
    form = await read_form(request)
    family = form.text("family", missing="Écrivez le nom de naissance ou d’usage.")
    given = form.text("given", missing="Écrivez un prénom.")
    born_on = form.day("born_on", missing="Écrivez la date de naissance.", latest=now().date())
    if form.is_valid and born_on is not None:
        found = await find_person(gate, request.state.door, family, given, born_on)
        if found is not None:
            return RedirectResponse(f"/vie-privee/traces/dossier/{found}", status_code=303)
        form.errors["family"] = "Aucun dossier unique ne porte exactement ces traits."
    return await _shown(request, form, status=422)


async def find_worker(request: Request) -> Response:
    """Show the professionals of a name, each leading to what they did; the name never stands in an address."""
    gate_for_officer(request)
    form = await read_form(request)
    name = form.text("worker", missing="Écrivez un nom, deux lettres au moins.")
    found = await find_professionals(request.state.door, name) if form.is_valid else []
    if form.is_valid and not found:
        form.errors["worker"] = "Aucun professionnel de l’annuaire ne porte ce nom."
    return await _shown(request, form, workers=found, status=200 if found else 422)


async def _shown(
    request: Request, form: Form, *, workers: Sequence[ListedProfessional] = (), status: int = 200
) -> Response:
    gate, door = site_of(request).gate, request.state.door
    waiting = await gate.reviews.page(door.actor, ("open",), REVIEWS_SHOWN)
    context = {
        "state": await gate.trace.state(),
        "waiting": waiting,
        "names": await names_of(gate, door, {one.who for one in waiting}),
        "kinds": KINDS,
        "form": form,
        "workers": workers,
        "retention_days": site_of(request).settings.trace_retention_days,
    }
    return await render(request, "privacy/home.html", context, status=status)


ROUTES = [
    Route("/vie-privee", show, methods=["GET"]),
    Route("/vie-privee/personne", find, methods=["POST"]),
    Route("/vie-privee/professionnel", find_worker, methods=["POST"]),
]
