"""Live pages: one stream of what changed, from which open sections refresh themselves."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from cordee.access import Door
from cordee.kernel.ending import end
from cordee.kernel.errors import NotFoundError, UnauthenticatedError
from cordee.kernel.ids import is_id
from cordee.store import MISSED, Change
from cordee.web.session import COOKIE
from cordee.web.site import Site, site_of

HEARTBEAT_S = 20.0
RETRY_MS = 3000
CROWDED_RETRY_MS = 60_000
STREAM_S_MAX = 3600.0
MILLISECONDS_DIGITS_MAX = 13
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


def routes() -> list[Route]:
    """Return the route of the stream."""
    return [Route("/flux", flux)]


async def flux(request: Request) -> Response:
    """Stream what changes: in the records this person sees, `changed` and the resource types; `dossier` narrows to one.
    `letters` says that something was written to them, wherever.

    What happened since `depuis`, when the page was made, comes first. `missed` says that it is not known: the page asks
    for all of itself. `closed` says that the one record is not theirs any more: the page reloads, and is not there.

    The browser reconnects by itself; the session is checked again at each heartbeat and as soon as anything was closed
    anywhere, so that signing out ends the stream before it tells anything more. A session holds a bounded number of
    streams: the oldest ends for a newer one, is told to come back later, and is then told what it missed.
    """
    patient_id = request.query_params.get("dossier")
    if patient_id is not None and not is_id(patient_id):
        raise NotFoundError
    stream = _stream(
        request.state.door,
        site_of(request),
        request.cookies[COOKIE],
        patient_id,
        _instant(request.query_params.get("depuis", "")),
    )
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def _stream(
    door: Door, site: Site, token: str, patient_id: str | None, since: datetime | None = None
) -> AsyncIterator[str]:
    with site.streams.place(token) as crowded_out:
        yield f"retry: {RETRY_MS}\n\n"
        async with aclosing(_told(door, site, token, patient_id, since, crowded_out)) as told:
            async for event in told:
                yield event
        if crowded_out.done():
            yield f"retry: {CROWDED_RETRY_MS}\n\n"


async def _told(
    door: Door,
    site: Site,
    token: str,
    patient_id: str | None,
    since: datetime | None,
    crowded_out: asyncio.Future[None],
) -> AsyncGenerator[str, None]:
    """Yield what is sent until the session ends, an hour went by or the stream's place is taken."""
    changes = door.events(patient_id, since)
    waiting: asyncio.Task[Change] | None = None
    time = asyncio.get_running_loop().time
    checked_at, deadline = time(), time() + STREAM_S_MAX
    closings, heard = site.gate.closings, site.gate.closings.count
    try:
        while time() < deadline:
            waiting = waiting or asyncio.ensure_future(anext(changes))
            awaited: set[asyncio.Future[Any]] = {waiting, crowded_out}
            finished, _ = await asyncio.wait(
                awaited, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED
            )
            if crowded_out in finished:
                return
            is_unsure = closings.count != heard or not closings.is_listening
            if not finished or is_unsure or time() - checked_at >= HEARTBEAT_S:
                checked_at, heard = time(), closings.count
                await site.gate.door_for_session(token, is_act=False)
            if waiting in finished:
                change, waiting = waiting.result(), None
                if not change.patient_id or patient_id in {None, change.patient_id}:
                    yield _event(change)
            else:
                yield ": on est là\n\n"
    except (StopAsyncIteration, UnauthenticatedError):
        return
    finally:
        if waiting is not None:
            await end(waiting)
        await changes.aclose()  # type: ignore[attr-defined]


def _event(change: Change) -> str:
    """Return what is sent of a change; `closed` when the record is not theirs any more: an open page shows nothing.

    What was written to the person is of no record, and refreshes no section of one.
    """
    if change is MISSED:
        return "event: missed\ndata:\n\n"
    if not change.types:
        return "event: closed\ndata:\n\n"
    names = ("changed", *change.types) if change.patient_id else change.types
    return f"data: {' '.join(names)}\n\n"


def _instant(milliseconds: str) -> datetime | None:
    """Return an instant written as Unix time; None for what is none: the page then hears from now on."""
    try:
        return datetime.fromtimestamp(int(milliseconds[:MILLISECONDS_DIGITS_MAX]) / 1000, UTC)
    except ValueError:
        return None
