"""A moment moved by a duration.

Source: http://hl7.org/fhirpath/N1/#datetime-arithmetic
"""

from decimal import Decimal

from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.site import Site
from cordee.fhir.path.values.moments import Moment, shift
from cordee.fhir.path.values.quantities import Quantity

_UCUM_DURATIONS = {"wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second", "ms": "millisecond"}
_MILLISECONDS = {
    "week": 604_800_000,
    "day": 86_400_000,
    "hour": 3_600_000,
    "minute": 60_000,
    "second": 1000,
    "millisecond": 1,
}
DURATION_MAX = 10_000_000
"""Years, months, days… beyond which no calendar goes."""


def moved(site: Site, moment: Moment, duration: Quantity) -> Nodes:
    """Return the moment after (`+`) or before (`-`) a calendar duration, as precise as it was.

    A duration finer than the moment is brought to the moment's precision, its fraction dropped.

    Raises: PathEvaluationError for a unit that is no duration, or a UCUM year or month (they have no calendar).
    """
    unit = duration.unit if duration.is_calendar else _UCUM_DURATIONS.get(duration.unit)
    if unit is None:
        raise site.error(
            "Cette unité n’est pas une durée de calendrier.", "This unit is no calendar duration."
        )
    value = -duration.value if site.name == "-" else duration.value
    if abs(value) > DURATION_MAX * _MILLISECONDS["day"]:
        return []
    result = _moved(moment, unit, value)
    return [] if result is None else [Node(result, f"System.{result.kind}")]


def _moved(moment: Moment, unit: str, value: Decimal) -> Moment | None:
    parts = len(moment.parts) + (3 if moment.kind == "Time" else 0)
    if unit in {"year", "month"}:
        if moment.kind == "Time":
            return None
        months = int(value) * (12 if unit == "year" else 1)
        return shift(moment, months=months if parts > 1 else int(months / 12) * 12)
    if unit not in {"second", "millisecond"}:
        value = Decimal(int(value))
    milliseconds = value * _MILLISECONDS[unit]
    if parts >= 6:
        return shift(moment, seconds=milliseconds / 1000)
    return _moved_coarsely(moment, parts, milliseconds)


def _moved_coarsely(moment: Moment, parts: int, milliseconds: Decimal) -> Moment | None:
    if parts >= 4:
        size = _MILLISECONDS["minute" if parts == 5 else "hour"]
        return shift(moment, minutes=int(milliseconds / size) * (size // 60_000))
    days = int(milliseconds / _MILLISECONDS["day"])
    if parts == 3:
        return shift(moment, days=days)
    return shift(moment, months=int(days / 365) * 12 if parts == 1 else int(days / 30))
