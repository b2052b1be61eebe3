"""One request: who asks what for whom, what was done about it, and the ways to answer."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.requests import Identity, SupportRequest
from cordee.web.page import render
from cordee.web.professionals import only_professionals


def routes() -> list[Route]:
    """Return the route of one request."""
    return [Route("/demandes/{id}", show)]


async def show(request: Request) -> Response:
    """Show one request, its answer or the ways to answer."""
    only_professionals(request)
    door = request.state.door
    found = await requests.read_request(door, request.path_params["id"])
    answers = request.state.actor.is_coordinator
    looks_for_same = found.is_waiting and answers
    has_record = found.state == "accepted" and await door.sees(found.record_id)
    alike = await requests.people_alike(door, found.name.short, _known(found)) if looks_for_same else ()
    context = {
        "found": found,
        "answers": answers,
        "is_mine": found.owner == request.state.actor.who,
        "has_record": has_record,
        "files": await requests.files_of(door, found.id, in_record=has_record),
        "may_add": found.is_waiting and (answers or found.asked_by == request.state.actor.who),
        "alike": [one for one in alike if one.patient_id != found.patient_id],
        "steps": await requests.history_of(door, found.task_id),
    }
    return await render(request, "requests/one.html", context)


def _known(found: SupportRequest) -> Identity:
    return Identity(family=found.name.family, given=found.name.given, gender="", born_on=found.born_on)
