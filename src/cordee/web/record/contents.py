"""The bytes of photos and documents, served so that none can act as a page of this site."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care.documents import read_inner_content
from cordee.care.files import VOICES, Content, read_content, read_thumbnail

SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png", "text/plain"}) | VOICES
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, max-age=600",
    "cross-origin-resource-policy": "same-origin",
}


async def content(request: Request) -> Response:
    """Serve the content of a photo or document."""
    parameters = request.path_params
    return served(await read_content(request.state.door, parameters["patient_id"], parameters["id"]))


async def thumbnail(request: Request) -> Response:
    """Serve the small picture of a photo."""
    parameters = request.path_params
    return served(await read_thumbnail(request.state.door, parameters["patient_id"], parameters["id"]))


async def inner_content(request: Request) -> Response:
    """Serve the content a document carries within itself."""
    parameters = request.path_params
    return served(await read_inner_content(request.state.door, parameters["patient_id"], parameters["id"]))


def served(found: Content) -> Response:
    """Return the bytes: shown when they are of a kind that cannot act, offered for download otherwise."""
    kind = found.content_type.partition(";")[0].strip().lower()
    is_shown = kind in SHOWN
    media_type = (
        f"{kind}; charset=utf-8" if kind == "text/plain" else kind if is_shown else "application/octet-stream"
    )
    headers = HEADERS | {"content-disposition": "inline" if is_shown else "attachment"}
    if kind == "application/pdf":
        headers = {
            **headers,
            "content-security-policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
        }
    response = Response(found.data, headers=headers)
    response.headers["content-type"] = media_type
    return response


ROUTES = (
    Route("/dossiers/{patient_id}/contenu/{id}", content),
    Route("/dossiers/{patient_id}/contenu/{id}/vignette", thumbnail),
    Route("/dossiers/{patient_id}/documents/{id}/contenu", inner_content),
)
