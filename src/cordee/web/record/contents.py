"""The bytes of photos and documents, served so that none can act as a page of this site."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care.documents import read_inner_content
from cordee.care.files import VOICES, Content, read_content, read_thumbnail

SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png", "text/plain"}) | VOICES
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, max-age=600",
    "cross-origin-resource-policy": "same-origin",
}


async def content(request: Request) -> Response:
    """Serve the content of a photo or document."""
    parameters = request.path_params
    found = await read_content(request.state.door, parameters["patient_id"], parameters["id"])
    return served(found, request.headers.get("range", ""), as_file="telecharger" in request.query_params)


async def thumbnail(request: Request) -> Response:
    """Serve the small picture of a photo."""
    parameters = request.path_params
    return served(await read_thumbnail(request.state.door, parameters["patient_id"], parameters["id"]))


async def inner_content(request: Request) -> Response:
    """Serve the content a document carries within itself."""
    parameters = request.path_params
    return served(await read_inner_content(request.state.door, parameters["patient_id"], parameters["id"]))


def served(found: Content, asked: str = "", *, as_file: bool = False) -> Response:
    """Return the bytes: shown when they are of a kind that cannot act, offered for download otherwise.

    `asked` is the `Range` of the request: one range of bytes is answered by it, anything else by the whole.
    """
    kind = found.content_type.partition(";")[0].strip().lower()
    is_shown = kind in SHOWN
    media_type = (
        f"{kind}; charset=utf-8" if kind == "text/plain" else kind if is_shown else "application/octet-stream"
    )
    headers = HEADERS | {
        "content-disposition": "inline" if is_shown and not as_file else "attachment",
        "accept-ranges": "bytes",
    }
    if kind == "application/pdf":
        headers = {**headers, "content-security-policy": PDF_POLICY}
    part = range_of(asked, len(found.data))
    data = found.data
    if part is not None:
        headers["content-range"] = f"bytes {part.start}-{part.stop - 1}/{len(data)}"
        data = data[part.start : part.stop]
    response = Response(data, 206 if part is not None else 200, headers=headers)
    response.headers["content-type"] = media_type
    return response


def range_of(asked: str, size: int) -> range | None:
    """Return the one range of bytes a request asks for, None for the whole. Source: RFC 9110, 14.2."""
    match = _RANGE.fullmatch(asked)
    if match is None or not size or not any(match.groups()):
        return None
    first, last = match[1], match[2]
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) if first and last else size - 1, size - 1)
    return range(start, end + 1) if start <= end else None


ROUTES = (
    Route("/dossiers/{patient_id}/contenu/{id}", content),
    Route("/dossiers/{patient_id}/contenu/{id}/vignette", thumbnail),
    Route("/dossiers/{patient_id}/documents/{id}/contenu", inner_content),
)
