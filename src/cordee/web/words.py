"""Dates and durations in the words people use, in the territory's own time zone.

Pure: the present instant and the zone are given. The exact form stands beside each, for the hover.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAYS_SHORT = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MONTHS_SHORT = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
NBSP = "\u00a0"
DAYS_NAMED_MAX = 6
WEEKS_NAMED_MAX_DAYS = 31

Moment = datetime | date


def parse(value: str | Moment | None) -> Moment | None:
    """Return the instant or the day a FHIR date, dateTime or instant denotes, or None when it denotes neither.

    A dateTime without offset is read as UTC; a year or a year and month alone is its first day.
    """
    if value is None or isinstance(value, date):
        return value
    try:
        if "T" in value:
            instant = datetime.fromisoformat(value)
            return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        parts = [int(part) for part in value.split("-")]
        return date(*[*parts, 1, 1][:3])
    except ValueError:
        return None


def local(moment: Moment, zone: ZoneInfo) -> datetime:
    """Return the moment on the wall clock of the zone; a day begins at midnight there.

    An instant at the ends of the calendar that the zone cannot say keeps its own clock.
    """
    if isinstance(moment, datetime):
        try:
            return moment.astimezone(zone)
        except OverflowError:
            return moment
    return datetime.combine(moment, time(), zone)


def hour(moment: Moment, zone: ZoneInfo) -> str:
    """Return `8 h` or `8 h 05`."""
    at = local(moment, zone)
    return f"{at.hour}{NBSP}h" if at.minute == 0 else f"{at.hour}{NBSP}h{NBSP}{at.minute:02}"


def day(moment: Moment, zone: ZoneInfo, now: datetime) -> str:
    """Return `4 nov.`, with the year when it is not the present one; the first of a month is `1er`."""
    at = local(moment, zone)
    number = "1er" if at.day == 1 else str(at.day)
    text = f"{number}{NBSP}{MONTHS_SHORT[at.month - 1]}"
    return text if at.year == local(now, zone).year else f"{text}{NBSP}{at.year}"


def long_day(moment: Moment, zone: ZoneInfo) -> str:
    """Return `samedi 21 novembre`."""
    at = local(moment, zone)
    number = "1er" if at.day == 1 else str(at.day)
    return f"{DAYS[at.weekday()]} {number}{NBSP}{MONTHS[at.month - 1]}"


def exact(moment: Moment, zone: ZoneInfo) -> str:
    """Return the full form for the hover: `samedi 21 novembre 2026 à 19 h 32`."""
    at = local(moment, zone)
    text = f"{long_day(moment, zone)} {at.year}"
    return f"{text} à {hour(moment, zone)}" if isinstance(moment, datetime) else text


def when(moment: Moment, zone: ZoneInfo, now: datetime) -> str:
    """Return the moment as people say it: `à l’instant`, `ce matin 7 h 48`, `hier 19 h 32`, `demain 8 h`, `4 nov.`.

    When the moment is a day without hour, no hour is said.
    """
    timed = isinstance(moment, datetime)
    if timed:
        seconds = (now - local(moment, zone)).total_seconds()
        if -60 < seconds < 60:
            return "à l’instant"
        if 60 <= seconds < 3600:
            return f"il y a {int(seconds // 60)}{NBSP}min"
        if -3600 < seconds <= -60:
            return f"dans {int(-seconds // 60)}{NBSP}min"
    days = (local(moment, zone).date() - local(now, zone).date()).days
    said = _past(moment, -days, zone, now) if days <= 0 else _future(moment, days, zone, now)
    speaks_hour = timed and -DAYS_NAMED_MAX <= days <= WEEKS_NAMED_MAX_DAYS
    return f"{said} {hour(moment, zone)}" if speaks_hour else said


def _past(moment: Moment, days: int, zone: ZoneInfo, now: datetime) -> str:
    at = local(moment, zone)
    if days == 0:
        if not isinstance(moment, datetime):
            return "aujourd’hui"
        return "ce matin" if at.hour < 12 else "cet après-midi" if at.hour < 18 else "ce soir"
    if days == 1:
        return "hier"
    if days <= DAYS_NAMED_MAX:
        return DAYS[at.weekday()]
    if days < WEEKS_NAMED_MAX_DAYS:
        weeks = max(1, round(days / 7))
        return f"il y a {weeks}{NBSP}semaine{'s' if weeks > 1 else ''}"
    return day(moment, zone, now)


def _future(moment: Moment, days: int, zone: ZoneInfo, now: datetime) -> str:
    if days == 1:
        return "demain"
    at = local(moment, zone)
    if days <= WEEKS_NAMED_MAX_DAYS:
        return f"{DAYS_SHORT[at.weekday()]} {day(moment, zone, now)}"
    return day(moment, zone, now)


def lasting(span: timedelta) -> str:
    """Return how long something has waited: `12 min`, `5 h`, `2 jours`, `3 semaines`, `4 mois`."""
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}{NBSP}min"
    if minutes < 24 * 60:
        return f"{minutes // 60}{NBSP}h"
    days = minutes // (24 * 60)
    if days < 14:
        return f"{days}{NBSP}jour{'s' if days > 1 else ''}"
    if days < 60:
        return f"{days // 7}{NBSP}semaines"
    return f"{days // 30}{NBSP}mois"


def age(birth: Moment | None, today: date) -> int | None:
    """Return completed years on that day, or None when the birth date is unknown."""
    if birth is None:
        return None
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
