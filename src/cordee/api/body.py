"""Reading a request's body, refused as soon as it is too large."""

from starlette.requests import Request

from cordee.kernel.errors import PayloadTooLargeError

BODY_MAX_BYTES = 50 * 1024 * 1024


async def read_body(request: Request) -> bytes:
    """Return the whole body.

    When the declared or the received length passes `BODY_MAX_BYTES`, the rest is not read.

    Raises: PayloadTooLargeError.
    """
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > BODY_MAX_BYTES:
        raise PayloadTooLargeError(BODY_MAX_BYTES)
    chunks, received = [], 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > BODY_MAX_BYTES:
            raise PayloadTooLargeError(BODY_MAX_BYTES)
        chunks.append(chunk)
    return b"".join(chunks)
