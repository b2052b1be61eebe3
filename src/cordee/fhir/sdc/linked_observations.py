"""Questions answered by an Observation there is already: same code, recent enough."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.sdc.extensions import LINK_PERIOD, items_of, value_of

LINKS_MAX = 200
_DAYS = {"s": 1 / 86400, "min": 1 / 1440, "h": 1 / 24, "d": 1, "wk": 7, "mo": 30.4375, "a": 365.25}
_DAYS_MAX = 365_000


class Link(msgspec.Struct, frozen=True):
    """One question that an Observation may answer: its codes, and since when an Observation counts."""

    link_id: str
    codes: tuple[tuple[str, str], ...]
    since: datetime


def links_of(questionnaire: Json, now: datetime) -> list[Link]:
    """Return the questions linked to Observations, at most `LINKS_MAX`."""
    return list(_links(questionnaire, now))[:LINKS_MAX]


def _links(questionnaire: Json, now: datetime) -> Iterator[Link]:
    for item in items_of(questionnaire):
        period = value_of(item, LINK_PERIOD)
        codes = tuple(
            (code.get("system", ""), code["code"]) for code in item.get("code", ()) if code.get("code")
        )
        if isinstance(period, dict) and codes:
            yield Link(item.get("linkId", ""), codes, now - _length(period))


def _length(period: dict[str, Any]) -> timedelta:
    unit = _DAYS.get(period.get("code") or period.get("unit", ""), 0)
    return timedelta(days=min(max(float(period.get("value", 0)) * unit, 0), _DAYS_MAX))
