"""What every page of one server shares: the gate, the territory, the settings, the templates."""

from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from jinja2 import Environment
from starlette.requests import Request

from cordee.access import Gate
from cordee.care.wall_clock import today_in
from cordee.kernel.clock import now
from cordee.kernel.settings import Settings
from cordee.territories import Territory
from cordee.web.environment import make_environment
from cordee.web.open_streams import OpenStreams


class Site:
    """The pages of one territory; put on each request as `request.state.site`."""

    def __init__(self, gate: Gate, territory: Territory, settings: Settings) -> None:
        self.gate = gate
        self.territory = territory
        self.settings = settings
        self.zone = ZoneInfo(territory.time_zone)
        self.streams = OpenStreams()
        self.templates: Environment = make_environment(self.zone)


def site_of(request: Request) -> Site:
    """Return the site this request came to."""
    return cast("Site", request.state.site)


def today_of(request: Request) -> date:
    """Return the day it is in the territory."""
    return today_in(site_of(request).zone, now())
