"""« Aujourd’hui »: what waits for a professional; a patient or a carer goes straight to the record."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Actor
from cordee.care import requests, worklist
from cordee.kernel.errors import NotFoundError
from cordee.web.faces import TITLES
from cordee.web.home.own_space import own_space
from cordee.web.page import is_partial, render
from cordee.web.site import site_of, today_of

REQUESTS_SHOWN = 5
SECTIONS = frozenset({"moved", "waiting", "day", "todos"})


def routes() -> list[Route]:
    """Return the routes of the home."""
    return [
        Route("/", show),
        Route("/mon-espace", own_space),
        Route("/aujourd-hui/{section}", show_section),
        Route("/aujourd-hui/actions/{id}/faite", tick, methods=["POST"]),
        Route("/aujourd-hui/actions/{id}/a-faire", untick, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """Show the whole home; its sections are read at the same time, one connection each."""
    actor = request.state.actor
    if not actor.is_professional:
        return RedirectResponse("/vie-privee" if actor.is_officer else "/mon-espace", status_code=303)
    sections = await asyncio.gather(*(_section(request, section) for section in (*SECTIONS, "count")))
    context: dict[str, Any] = {"greeting": greeting(actor), "today": today_of(request)}
    for section in sections:
        context |= section
    to_answer = context["waiting"].total if context["answers"] else None
    return await render(request, "home/today.html", context, requests_waiting=to_answer)


async def show_section(request: Request) -> Response:
    """Show one section again: something in it changed."""
    section = request.path_params["section"]
    if section not in SECTIONS or not request.state.actor.is_professional:
        raise NotFoundError
    if not is_partial(request):
        return RedirectResponse("/", status_code=303)
    context = await _section(request, section)
    return await render(request, "home/today.html", {"today": today_of(request), **context}, block=section)


async def tick(request: Request) -> Response:
    """Mark one action done."""
    return await _ticked(request, is_done=True)


async def untick(request: Request) -> Response:
    """Take one action back."""
    return await _ticked(request, is_done=False)


def greeting(actor: Actor) -> str:
    """Return how the person is greeted: by first name, a doctor by title and name."""
    words = actor.name.split()
    if not words:
        return "Bonjour"
    return f"Bonjour {words[0]} {words[-1]}" if words[0].lower() in TITLES else f"Bonjour {words[0]}"


async def _section(request: Request, section: str) -> dict[str, Any]:
    door, today = request.state.door, today_of(request)
    match section:
        case "moved":
            return {"moved": await worklist.records_moved(door)}
        case "waiting":
            hours = site_of(request).territory.targets.qualify_request_hours
            waiting = await requests.list_requests(door, "waiting", count=REQUESTS_SHOWN, counted=True)
            return {"waiting": waiting, "target_hours": hours, "answers": door.actor.is_coordinator}
        case "count":
            return {"record_count": await worklist.my_record_count(door)}
        case "day":
            return {"visits": await worklist.my_day(door, today, site_of(request).zone)}
        case _:
            return {"todos": await worklist.my_todos(door, today)}


async def _ticked(request: Request, *, is_done: bool) -> Response:
    act = worklist.mark_todo if is_done else worklist.unmark_todo
    todo = await act(request.state.door, request.path_params["id"], today_of(request))
    if not is_partial(request):
        return RedirectResponse("/#todos", status_code=303)
    return await render(request, "home/todo.html", {"todo": todo})
