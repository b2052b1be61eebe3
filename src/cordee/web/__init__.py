"""The pages, by journey: French, server-rendered, the same on a phone and at a desk.

Owns everything a person sees. Must not know SQL, tokens' storage, nor the FHIR API; reaches the record only through
the door of who is signed in and the services of `care`.
"""

from importlib import import_module
from importlib.util import find_spec

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from cordee.access import Gate
from cordee.kernel.settings import Settings
from cordee.territories import Territory
from cordee.web import (
    account,
    agenda,
    alerts,
    applications,
    directory,
    emergency,
    filters,
    finding,
    home,
    live,
    local,
    meetings,
    messages,
    notices,
    orientations,
    privacy,
    records,
    requests,
    rights,
    sign_in,
    site_map,
    steering,
    tasks,
)
from cordee.web.assets import Assets, address
from cordee.web.compressed import Compressed
from cordee.web.errors import ErrorPages
from cordee.web.security import SafeHeaders, Security
from cordee.web.session import Sessions
from cordee.web.site import Site

__all__ = ["routes"]


def routes(gate: Gate, territory: Territory, settings: Settings) -> list[BaseRoute]:
    """Return the routes of the pages; the last one takes every address left, so that an unknown one gets a page."""
    site = Site(gate, territory, settings)
    pages: list[BaseRoute] = [
        Route("/favicon.ico", _favicon),
        *local.routes(),
        *sign_in.routes(),
        *account.routes(),
        *home.routes(),
        *requests.routes(),
        *alerts.routes(),
        *messages.routes(),
        *notices.routes(),
        *records.routes(),
        *agenda.routes(),
        *meetings.routes(),
        *tasks.routes(),
        *finding.routes(),
        *filters.routes(),
        *steering.routes(),
        *orientations.routes(),
        *directory.routes(),
        *emergency.routes(),
        *privacy.routes(),
        *rights.routes(),
        *site_map.routes(),
        *live.routes(),
        *applications.routes(),
        *_record_routes(),
    ]
    protection = [
        Middleware(Compressed),
        Middleware(SafeHeaders),
        Middleware(ErrorPages, site=site),
        Middleware(Sessions, site=site),
        Middleware(Security),
    ]
    return [Mount("/assets", SafeHeaders(Assets())), Mount("", routes=pages, middleware=protection)]


def _record_routes() -> list[BaseRoute]:
    if find_spec("cordee.web.record") is None:
        return []
    found: list[BaseRoute] = import_module("cordee.web.record").routes()
    return found


async def _favicon(_request: Request) -> Response:
    return RedirectResponse(address("mark.svg"), status_code=301)
