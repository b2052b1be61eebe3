"""The application with the statements of each request counted in a header; for one request at a time."""

from typing import Any

import psycopg
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench.serving import HEADER_STATEMENTS
from cordee.app import application as compose

_execute = psycopg.AsyncCursor.execute
_sent = 0


async def _counting(self: Any, *args: Any, **kwargs: Any) -> Any:
    global _sent  # noqa: PLW0603  one process, one request at a time
    _sent += 1
    return await _execute(self, *args, **kwargs)


def application() -> ASGIApp:
    """Return the application, each answer telling how many statements were sent for it."""
    psycopg.AsyncCursor.execute = _counting  # type: ignore[method-assign]
    app = compose()

    async def counted(scope: Scope, receive: Receive, send: Send) -> None:
        before = _sent

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER_STATEMENTS] = str(_sent - before)
            await send(message)

        await app(scope, receive, tell)

    return counted
