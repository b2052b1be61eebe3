"""From the day and hour someone writes to the instant they mean, in the territory's zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from cordee.care.errors import UnlikelyMomentError

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


def instant_on_wall(day: date, hour: time, zone: ZoneInfo, *, field: str = "hour") -> datetime:
    """Return the instant of a day and hour on the clocks of a zone.

    When clocks skip that hour (the last Sunday of March at 2 h), raises UnlikelyMomentError. When they show it twice
    (the last Sunday of October), the first time is meant. A year nobody alive has seen is refused likewise.
    """
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise UnlikelyMomentError(
            "Cette année est trop éloignée : vérifiez la date.",
            "This year is too far away: check the date.",
            field="day",
        )
    local = datetime.combine(day, hour, zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise UnlikelyMomentError(
            "Cette heure n’existe pas ce jour-là : les horloges passent à l’heure d’été.",
            "This hour does not exist on that day: clocks move forward.",
            field=field,
        )
    return local


def today_in(zone: ZoneInfo, at: datetime) -> date:
    """Return the day it is in a zone at an instant."""
    return at.astimezone(zone).date()
