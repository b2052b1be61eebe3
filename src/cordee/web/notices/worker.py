"""The service worker that shows a notice on the device: served at the root, so that it may speak for every page."""

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FILE = Path(__file__).with_name("worker.js")


async def serve(_request: Request) -> Response:
    """Serve the worker; browsers ask for it again each day, and whenever a page registers it."""
    headers = {"cache-control": "no-cache", "service-worker-allowed": "/"}
    return Response(_script(), media_type="text/javascript", headers=headers)


@cache
def _script() -> str:
    return _FILE.read_text(encoding="utf-8")


ROUTES = (Route("/avis-appareil.js", serve, methods=["GET"]),)
