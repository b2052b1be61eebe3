"""Live pages: one stream of what changed, from which open sections refresh themselves."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from cordee.access import Door
from cordee.kernel.errors import UnauthenticatedError
from cordee.store import Change
from cordee.web.session import COOKIE
from cordee.web.site import Site, site_of

HEARTBEAT_S = 20.0
RETRY_MS = 3000
STREAM_S_MAX = 3600.0
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


def routes() -> list[Route]:
    """Return the route of the stream."""
    return [Route("/flux", flux)]


async def flux(request: Request) -> Response:
    """Stream `changed`, and one event per resource type, for the records this person sees; `dossier` narrows to one.
    `letters` says that something was written to them, wherever.

    `closed` says that the one record is not theirs any more: the page that shows it reloads, and is not there.

    The browser reconnects by itself; the session is checked again at each heartbeat and as soon as anything was closed
    anywhere, so that signing out ends the stream before it tells anything more.
    """
    stream = _stream(
        request.state.door, site_of(request), request.cookies[COOKIE], request.query_params.get("dossier")
    )
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def _stream(door: Door, site: Site, token: str, patient_id: str | None) -> AsyncIterator[str]:
    yield f"retry: {RETRY_MS}\n\n"
    changes = door.events(patient_id)
    waiting: asyncio.Task[Change] | None = None
    time = asyncio.get_running_loop().time
    checked_at, deadline = time(), time() + STREAM_S_MAX
    closings, heard = site.gate.closings, site.gate.closings.count
    try:
        while time() < deadline:
            waiting = waiting or asyncio.ensure_future(anext(changes))
            finished, _ = await asyncio.wait({waiting}, timeout=HEARTBEAT_S)
            is_unsure = closings.count != heard or not closings.is_listening
            if not finished or is_unsure or time() - checked_at >= HEARTBEAT_S:
                checked_at, heard = time(), closings.count
                await site.gate.door_for_session(token, is_act=False)
            if finished:
                change, waiting = waiting.result(), None
                if not change.patient_id or patient_id in {None, change.patient_id}:
                    yield _events(change)
            else:
                yield ": on est là\n\n"
    except (StopAsyncIteration, UnauthenticatedError):
        return
    finally:
        if waiting is not None:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await changes.aclose()  # type: ignore[attr-defined]


def _events(change: Change) -> str:
    """Return what is sent of a change; `closed` when the record is not theirs any more: an open page shows nothing.

    What was written to the person is of no record, and refreshes no section of one.
    """
    names = (
        (("changed", *change.types) if change.patient_id else change.types) if change.types else ("closed",)
    )
    return "".join(f"event: {name}\ndata: {change.patient_id}\n\n" for name in names)
