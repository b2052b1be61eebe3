"""The browser assets built with the wheel: their addresses with a hash, and serving them for a year."""

import json
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "_assets"
PREFIX = "/assets/"
IMMUTABLE = "public, max-age=31536000, immutable"


@cache
def manifest() -> dict[str, str]:
    """Return the built file of each entry, `{"app.js": "app-1f3c.js"}`; empty when nothing was built."""
    path = FOLDER / "manifest.json"
    if not path.is_file():
        return {}
    built: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return built


def address(entry: str) -> str:
    """Return the address of an entry; one that was not built keeps its own name, so its absence shows in the log."""
    return PREFIX + manifest().get(entry, entry)


class Assets(StaticFiles):
    """The folder of built files: names carry a hash of the content, so a browser asks for each once."""

    def __init__(self) -> None:
        FOLDER.mkdir(exist_ok=True)
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, its gzip form when it was built and the browser takes it."""
        if _has_gzip(path) and _takes_gzip(scope):
            response = await super().get_response(f"{path}.gz", scope)
            response.headers["content-type"] = _TYPES.get(Path(path).suffix, "application/octet-stream")
            response.headers["content-encoding"] = "gzip"
        else:
            try:
                response = await super().get_response(path, scope)
            except HTTPException as refusal:  # answered here, so that it carries the protective headers
                return PlainTextResponse(refusal.detail, refusal.status_code)
        if response.status_code in {200, 304}:
            response.headers["cache-control"] = IMMUTABLE
            response.headers["vary"] = "accept-encoding"
        return response


_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def _has_gzip(path: str) -> bool:
    try:
        return (FOLDER / f"{path}.gz").is_file()
    except OSError:  # no file can have such a name
        return False


def _takes_gzip(scope: Scope) -> bool:
    accepted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
    return "gzip" in accepted
