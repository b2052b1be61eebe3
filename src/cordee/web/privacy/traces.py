"""Searching, reading and taking out lines of the trace."""

from collections.abc import AsyncIterator

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from cordee.access import Door
from cordee.access.trace.table import heading, table
from cordee.care.privacy import line_page, names_of
from cordee.store.trace import LineFilter
from cordee.web.page import render
from cordee.web.privacy.asked import ACTIONS, OUTCOMES, asked_of
from cordee.web.privacy.officer import gate_for_officer, role_labels
from cordee.web.session import require_recent_proof

_SCOPES = ("", "/dossier/{patient_id}", "/personne/{type}/{id}")


async def show(request: Request) -> Response:
    """Show one page of lines: of the territory, of one record, or of one person."""
    gate, door = gate_for_officer(request), request.state.door
    asked = asked_of(request)
    page = await line_page(gate, door, asked.lines, role_labels(request))
    named = await names_of(gate, door, asked.lines.who)
    context = {
        "page": page,
        "asked": asked,
        "of_whom": named[asked.lines.who[0]] if asked.lines.who else None,
        "record": asked.lines.patient_id,
        "actions": [(key, words) for key, (words, _) in ACTIONS.items()],
        "outcomes": [(key, words) for key, (words, _) in OUTCOMES.items()],
        "here": request.url.path,
        "csv": request.url.path.replace("/vie-privee/traces", "/vie-privee/export", 1),
    }
    return await render(request, "privacy/lines.html", context)


async def export(request: Request) -> Response:
    """Send the lines asked for as CSV, as they are read; traced first, and only on a recent proof of who asks."""
    gate_for_officer(request)
    require_recent_proof(request)
    asked = msgspec.structs.replace(asked_of(request).lines, before=None)
    headers = {"Content-Disposition": 'attachment; filename="traces.csv"'}
    return StreamingResponse(
        _csv(request.state.door, asked), media_type="text/csv; charset=utf-8", headers=headers
    )


async def _csv(door: Door, asked: LineFilter) -> AsyncIterator[str]:
    yield heading()
    async for lines in door.traces.export(asked):
        yield table(lines)


ROUTES = [
    *(Route(f"/vie-privee/traces{scope}", show) for scope in _SCOPES),
    *(Route(f"/vie-privee/export{scope}", export) for scope in _SCOPES),
]
