"""The template environment: one per territory, because dates are said in the territory's time zone."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.web import words
from cordee.web.assets import address
from cordee.web.faces import initials, tint
from cordee.web.kinds import kind_of

WEB = Path(__file__).parent


def make_environment(zone: ZoneInfo) -> Environment:
    """Return the environment whose templates are beside the journeys, with `ui` the shared components.

    Everything is escaped; a name a template misspells is an error, not an empty place.
    """
    environment = Environment(
        loader=FileSystemLoader(WEB),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters.update(_date_filters(zone))
    environment.filters.update(initials=initials, tint=tint)
    environment.globals.update(asset=address, kind_of=kind_of, new_form_id=new_id)
    environment.globals["ui"] = environment.get_template("layout/components.html").module
    return environment


def _date_filters(zone: ZoneInfo) -> dict[str, Any]:
    """Return the filters over instants and days, given as such or as FHIR text; what cannot be read says nothing."""

    def say(value: str | words.Moment | None, how: Any) -> str:
        moment = words.parse(value)
        return "" if moment is None else how(moment)

    def since(value: str | words.Moment | None) -> str:
        return say(value, lambda moment: words.lasting(now() - words.local(moment, zone)))

    def age(value: str | words.Moment | None) -> int | None:
        return words.age(words.parse(value), words.local(now(), zone).date())

    def iso(value: str | words.Moment | None) -> str:
        moment = words.parse(value)
        return words.local(moment, zone).isoformat() if isinstance(moment, datetime) else str(moment or "")

    return {
        "when": lambda value: say(value, lambda m: words.when(m, zone, now())),
        "exact": lambda value: say(value, lambda m: words.exact(m, zone)),
        "day": lambda value: say(value, lambda m: words.day(m, zone, now())),
        "long_day": lambda value: say(value, lambda m: words.long_day(m, zone)),
        "hour": lambda value: say(value, lambda m: words.hour(m, zone)),
        "since": since,
        "age": age,
        "iso": iso,
    }
