"""« Plan du site »: every page open to whoever looks, in words, read from the navigation and never a second list."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Actor, Door
from cordee.care import worklist
from cordee.care.finding import all_general_acts
from cordee.web.page import render
from cordee.web.record.frame import root_of, voice_of
from cordee.web.record.parts import Part, parts_for

ADDRESS = "/plan-du-site"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One record and the parts of it that are open, in the voice the pages speak to this reader."""

    name: str
    root: str
    voice: str
    parts: tuple[Part, ...]


def routes() -> list[Route]:
    """Return the route of the page."""
    return [Route(ADDRESS, show, methods=["GET"])]


async def show(request: Request) -> Response:
    """Show the places of the frame; a professional's acts, the parts of records; the records of a person or a carer.

    Cost: nothing beyond the frame, one reading for a person or a carer.
    """
    actor: Actor = request.state.actor
    context = _of_a_professional(actor) if actor.is_professional else {}
    if actor.reader_class and not actor.is_professional:
        context = await _of_the_records(request.state.door)
    return await render(request, "site_map/map.html", context)


def _of_a_professional(actor: Actor) -> dict[str, object]:
    return {"acts": all_general_acts(actor), "parts": parts_for(actor, "", "pro")}


async def _of_the_records(door: Door) -> dict[str, object]:
    page = await worklist.my_records(door)
    records = [_record(door.actor, line) for line in page.rows]
    return {"records": records, "is_more": page.cursor is not None}


def _record(actor: Actor, line: worklist.RecordLine) -> Record:
    voice = voice_of(actor, line.patient_id)
    return Record(
        name=line.name.polite,
        root=root_of(line.patient_id),
        voice=voice,
        parts=parts_for(actor, line.patient_id, voice),
    )
