"""The least and greatest moment a partial one may stand for.

Source: http://hl7.org/fhirpath/#lowboundaryprecision-integer-decimal--date--datetime--time
"""

import calendar
from decimal import Decimal

from cordee.fhir.path.values.moments import Moment

DECIMAL_PLACES = 8
DAY_DIGITS = 8
INSTANT_DIGITS = 17
TIME_DIGITS = 9
LOW_ZONE_MINUTES = 14 * 60
HIGH_ZONE_MINUTES = -12 * 60

_DATE_DIGITS = (4, 6, 8, 10, 12, 14)
_TIME_PARTS_DIGITS = (2, 4, 6)


def digits_of_moment(moment: Moment) -> int:
    """Return how many digits a moment has, written `YYYYMMDDHHMMSSmmm`, or `HHMMSSmmm` for a time of day."""
    digits = (_TIME_PARTS_DIGITS if moment.kind == "Time" else _DATE_DIGITS)[len(moment.parts) - 1]
    seconds_digits = 6 if moment.kind == "Time" else 14
    has_fraction = digits == seconds_digits and "." in str(moment.parts[-1])
    return digits + 3 if has_fraction else digits


def boundary_of_moment(moment: Moment, digits: int | None, is_high: bool) -> Moment | None:
    """Return the least or greatest moment to so many digits; None for a number of digits no moment has."""
    most = {"Date": DAY_DIGITS, "DateTime": INSTANT_DIGITS, "Time": TIME_DIGITS}[moment.kind]
    wanted = most if digits is None else digits
    steps = _TIME_PARTS_DIGITS if moment.kind == "Time" else _DATE_DIGITS
    seconds_digits = steps[-1]
    if wanted != seconds_digits + 3 and wanted not in steps:
        return None
    if wanted > most:
        return None
    parts = _completed(moment, is_high)
    if wanted <= seconds_digits:
        parts = parts[: steps.index(wanted) + 1]
    zone = moment.zone_minutes
    if moment.kind == "DateTime" and zone is None and wanted > DAY_DIGITS:
        zone = HIGH_ZONE_MINUTES if is_high else LOW_ZONE_MINUTES
    return Moment(moment.kind, parts, zone if wanted > DAY_DIGITS else None)


def _completed(moment: Moment, is_high: bool) -> tuple[int | Decimal, ...]:
    parts = list(moment.parts)
    if moment.kind != "Time":
        if len(parts) < 2:
            parts.append(12 if is_high else 1)
        if len(parts) < 3:
            parts.append(calendar.monthrange(int(parts[0]), int(parts[1]))[1] if is_high else 1)
    hours_at = 0 if moment.kind == "Time" else 3
    if len(parts) == hours_at:
        parts.append(23 if is_high else 0)
        if len(parts) < hours_at + 2:
            parts.append(59 if is_high else 0)
    if len(parts) == hours_at + 1:
        parts.append(0)  # an hour alone is read as that hour sharp, as the reference implementations do
    if len(parts) == hours_at + 2:
        parts.append(Decimal("59.999" if is_high else "0.000"))
    elif "." not in str(parts[-1]):
        parts[-1] = Decimal(parts[-1]) + Decimal("0.999" if is_high else "0.000")
    return tuple(parts)
