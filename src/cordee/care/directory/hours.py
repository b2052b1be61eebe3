"""Opening hours as people say them: « du lundi au vendredi, de 8 h à 18 h »."""

from collections.abc import Iterable

from cordee.fhir.r4 import HealthcareServiceAvailableTime

_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = dict(
    zip(_CODES, ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"), strict=True)
)
_RUN_MIN = 3  # days; fewer are named one by one


def hours_of(times: Iterable[HealthcareServiceAvailableTime] | None) -> tuple[str, ...]:
    """Return one line for each opening time."""
    return tuple(line for one in times or () if (line := _line(one)))


def _line(one: HealthcareServiceAvailableTime) -> str:
    days = _days([code for code in one.daysOfWeek or () if code])
    if one.allDay:
        return ", ".join(part for part in (days, "jour et nuit") if part)
    start, end = _hour(one.availableStartTime), _hour(one.availableEndTime)
    hours = f"de {start} à {end}" if start and end else ""
    return ", ".join(part for part in (days, hours) if part)


def _days(codes: list[str]) -> str:
    places = sorted(_CODES.index(code) for code in codes if code in _DAYS)
    if len(places) == len(_CODES):
        return "tous les jours"
    if len(places) >= _RUN_MIN and places == list(range(places[0], places[-1] + 1)):
        return f"du {_DAYS[_CODES[places[0]]]} au {_DAYS[_CODES[places[-1]]]}"
    return ", ".join(_DAYS[_CODES[place]] for place in places)


def _hour(text: str | None) -> str:
    if not text:
        return ""
    hour, _, rest = text.partition(":")
    minutes = rest[:2]
    return f"{int(hour)} h" + (f" {minutes}" if minutes and minutes != "00" else "")
