"""The websocket of subscriptions: sign in, `bind` to one's own, and hear `ping` for each event.

Words of the client: `token BEARER` unless the handshake carried it, then `bind ID`. Words of the server: `bound ID`,
`ping ID`, `error ID not-found`. Source: https://hl7.org/fhir/R4/subscription.html#channels, ADR 0017.
"""

import asyncio
import contextlib

from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from cordee.access import Door, Gate
from cordee.api.endpoint import bearer_of
from cordee.kernel.ending import end
from cordee.kernel.errors import CordeeError, UnauthenticatedError
from cordee.store.subscriptions.sockets import Bound

BOUND_MAX = 32  # subscriptions of one socket
SOCKETS_MAX = 1_000  # of one process
WORD_CHARACTERS_MAX = 300
SIGN_IN_SECONDS = 10.0
SAY_SECONDS = 30.0  # a client that takes no word for that long is let go; its events wait for its return
LOOK_SECONDS = 5.0  # a fallback: events are announced
EVENTS_AT_ONCE = 100
UNAUTHENTICATED, BUSY, SLOW = 4401, 4429, 4408  # close codes of ours
NOT_TEXT = 1003  # RFC 6455: data of a kind that is not accepted


class Listening:
    """The ASGI application of `/fhir/ws`. Nothing is buffered for a slow client: each socket reads on when it can."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket until it closes."""
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        if self._open >= SOCKETS_MAX:
            await socket.close(BUSY)
            return
        self._open += 1
        try:
            await _Socket(self._gate, socket).serve()
        except (UnauthenticatedError, TimeoutError):
            await _close(socket, UNAUTHENTICATED)
        except _TooSlowError:
            await _close(socket, SLOW)
        except _NotTextError:
            await _close(socket, NOT_TEXT)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the client left; Starlette raises RuntimeError for a word said to a socket that closed
        finally:
            self._open -= 1


class _TooSlowError(Exception):
    """The client takes nothing."""


class _NotTextError(Exception):
    """The client sent bytes where words are expected."""


class _Socket:
    """One client, signed in, with what it is bound to and how far it has heard."""

    def __init__(self, gate: Gate, socket: WebSocket) -> None:
        self._gate = gate
        self._socket = socket
        self._token = ""
        self._heard: dict[str, tuple[Bound, int]] = {}

    async def serve(self) -> None:
        """Sign the client in, then hear it and speak to it at the same time."""
        self._token = await self._sign_in()
        await self._door()
        with self._gate.subscribers.wakes.waiting() as woken:
            hearing = asyncio.create_task(self._hear(woken))
            speaking = asyncio.create_task(self._speak(woken))
            try:
                done, _ = await asyncio.wait({hearing, speaking}, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                await end(hearing, speaking)

    async def _sign_in(self) -> str:
        given = bearer_of(self._socket.headers.get("authorization", ""))
        if given is None:
            async with asyncio.timeout(SIGN_IN_SECONDS):
                word, _, given = (await self._word()).partition(" ")
            if word != "token" or not given:
                raise UnauthenticatedError
        return given

    async def _door(self) -> Door:
        """Return the door of the token as it is now: one that ended meanwhile raises UnauthenticatedError."""
        return await self._gate.door_for_token(self._token)

    async def _word(self) -> str:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        if text is None:
            raise _NotTextError
        return str(text)[:WORD_CHARACTERS_MAX].strip()

    async def _hear(self, woken: asyncio.Event) -> None:
        while True:
            word, _, id_ = (await self._word()).partition(" ")
            if word == "bind" and await self._bind(id_):
                await self._say(f"bound {id_}")
                woken.set()
            else:
                await self._say(f"error {id_[:64]} not-found")

    async def _bind(self, id_: str) -> bool:
        """Bind to one of the client's own websocket subscriptions; what nobody has heard yet is said first."""
        if len(self._heard) >= BOUND_MAX and id_ not in self._heard:
            return False
        try:
            await (await self._door()).read("Subscription", id_)
        except UnauthenticatedError:
            raise
        except CordeeError:
            return False
        bound = await self._gate.subscribers.sockets.find(id_)
        if bound is not None and id_ not in self._heard:
            self._heard[id_] = (bound, bound.sent_number)
        return bound is not None

    async def _speak(self, woken: asyncio.Event) -> None:
        while True:
            woken.clear()
            await self._door()
            for id_ in list(self._heard):
                while await self._ping(id_):
                    pass
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await woken.wait()

    async def _ping(self, id_: str) -> bool:
        """Say the next events of one subscription that its account may still see; return whether there may be more."""
        subscribers = self._gate.subscribers
        bound, number = self._heard[id_]
        events = await subscribers.sockets.after(bound.key, number, EVENTS_AT_ONCE)
        withheld = 0
        for event in events:
            door = await subscribers.door(bound.account_id)
            found = door and await door.payload(event.type, event.id, event.version, with_content=False)
            if found is None:
                withheld += 1
            else:
                await self._say(f"ping {id_}")
            self._heard[id_] = (bound, event.number)
        if events:
            await subscribers.sockets.said(bound.key, events[-1].number, withheld)
        return len(events) == EVENTS_AT_ONCE

    async def _say(self, text: str) -> None:
        try:
            async with asyncio.timeout(SAY_SECONDS):
                await self._socket.send_text(text)
        except TimeoutError:
            raise _TooSlowError from None


async def _close(socket: WebSocket, code: int) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await socket.close(code)
