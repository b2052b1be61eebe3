"""Pages travel compressed: a third of the time on a phone's network.

A page repeats words its reader sent, beside what others must not guess; the length of a compressed answer could tell
somebody who watches the network whether a guess was right (BREACH). Other sites cannot make a reader send words here
(`security.py`), and each answer is lengthened by a random number of bytes that says nothing.
Source: RFC 1952; "Heal the BREACH", 2022.
"""

import gzip
import io
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LENGTH_MIN = 1000  # bytes under which nothing is gained
LEVEL = 5
NAME_LENGTH_MAX = 100


class Compressed:
    """Compresses whole HTML answers for browsers that take it; streams and files pass as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer compressed."""
        is_taken = scope["type"] == "http" and "gzip" in Headers(scope=scope).get("accept-encoding", "")
        await self._app(scope, receive, _Answer(send) if is_taken else send)


class _Answer:
    """One answer on its way: its head waits for its body when it is a page."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._head: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._head = message
            return
        if self._head is not None:
            head, self._head = self._head, None
            if not message.get("more_body") and len(message["body"]) >= LENGTH_MIN:
                message = {**message, "body": squeeze(message["body"])}
                headers = MutableHeaders(scope=head)
                headers["content-encoding"] = "gzip"
                headers["content-length"] = str(len(message["body"]))
                headers.add_vary_header("Accept-Encoding")
            await self._send(head)
        await self._send(message)


def squeeze(content: bytes) -> bytes:
    """Return content as gzip, of a length that differs from one time to the next."""
    squeezed = io.BytesIO()
    name = "0" * secrets.randbelow(NAME_LENGTH_MAX)
    with gzip.GzipFile(filename=name, fileobj=squeezed, mode="wb", compresslevel=LEVEL, mtime=0) as file:
        file.write(content)
    return squeezed.getvalue()


def _is_page(head: Message) -> bool:
    headers = Headers(raw=head["headers"])
    return (
        headers.get("content-type", "").startswith("text/html")
        and "content-encoding" not in headers
        and "content-length" in headers
    )
