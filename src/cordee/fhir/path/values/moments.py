"""Dates, instants and times of day, known to some precision.

Source: http://hl7.org/fhirpath/N1/#datetime
"""

import calendar
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["Date", "DateTime", "Time"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIME = re.compile(r"(\d{2})(?::(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?)?")
_ZONE = re.compile(r"Z|([+-])(\d{2}):(\d{2})")
ZONE_MINUTES_MAX = 14 * 60


class Moment(msgspec.Struct, frozen=True):
    """A Date, DateTime or Time as precise as its `parts`: year, month, day, hour, minute, second (Time: from the hour).

    Seconds and their fraction are one part. `zone_minutes` is the offset from UTC, None when none was given.
    """

    kind: Kind
    parts: tuple[int | Decimal, ...]
    zone_minutes: int | None = None

    def __str__(self) -> str:
        return text_of(self)


def read_date(text: str) -> Moment | None:
    """Return the Date `text` writes (`2024`, `2024-03`, `2024-03-01`), None when it writes none."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    return _checked("Date", [int(part) for part in match.groups() if part is not None], None)


def read_time(text: str) -> Moment | None:
    """Return the Time `text` writes (`14`, `14:30`, `14:30:15.5`), None when it writes none."""
    match = _TIME.fullmatch(text)
    return _checked("Time", _time_parts(match), None) if match else None


def read_datetime(text: str) -> Moment | None:
    """Return the DateTime `text` writes, whole or in part (`2024T` and `2024` alike), None when it writes none."""
    day = _DATE.match(text)
    if day is None:
        return None
    parts: list[int | Decimal] = [int(part) for part in day.groups() if part is not None]
    rest = text[day.end() :].removeprefix("T")
    zone: int | None = None
    if rest:
        if len(parts) != 3 or text[day.end()] != "T":
            return None
        hours = _TIME.match(rest)
        if hours is None:
            return None
        parts += _time_parts(hours)
        rest = rest[hours.end() :]
        if rest:
            zone = _zone(rest)
            if zone is None:
                return None
    return _checked("DateTime", parts, zone)


def _time_parts(match: re.Match[str]) -> list[int | Decimal]:
    hour, minute, second = match.groups()
    parts: list[int | Decimal] = [int(hour)]
    if minute is not None:
        parts.append(int(minute))
    if second is not None:
        parts.append(Decimal(second))
    return parts


def _zone(text: str) -> int | None:
    match = _ZONE.fullmatch(text)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    if sign is None:
        return 0
    offset = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or offset > ZONE_MINUTES_MAX:
        return None
    return -offset if sign == "-" else offset


def _checked(kind: Kind, parts: list[int | Decimal], zone: int | None) -> Moment | None:
    times = parts if kind == "Time" else parts[3:]
    if any(part >= limit for part, limit in zip(times, (24, 60, 60), strict=False)):
        return None
    if kind != "Time":
        year, month, day = [int(part) for part in parts[:3]] + [1] * (3 - len(parts[:3]))
        if year < 1 or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            return None
    return Moment(kind, tuple(parts), zone)


def text_of(moment: Moment) -> str:
    """Return the moment as FHIR writes it."""
    parts = moment.parts
    if moment.kind == "Time":
        return _time_text(parts)
    text = f"{parts[0]:04d}" + "".join(f"-{part:02d}" for part in parts[1:3])
    if moment.kind == "Date" or len(parts) <= 3:
        return text
    return f"{text}T{_time_text(parts[3:])}{_zone_text(moment.zone_minutes)}"


def _time_text(parts: tuple[int | Decimal, ...]) -> str:
    text = ":".join(f"{int(part):02d}" for part in parts)
    fraction = str(parts[2]).partition(".")[2] if len(parts) == 3 else ""
    return f"{text}.{fraction}" if fraction else text


def _zone_text(minutes: int | None) -> str:
    if minutes is None:
        return ""
    if minutes == 0:
        return "Z"
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def compare(left: Moment, right: Moment) -> int | None:
    """Return -1, 0 or 1; None when one is less precise than the other and what both say is equal.

    A Date stands for a DateTime without hours. One moment with a zone and one without compare only when their
    difference exceeds what zones can explain.
    """
    if (left.kind == "Time") != (right.kind == "Time"):
        return None
    if left.zone_minutes is not None and right.zone_minutes is not None:
        left, right = _at_utc(left), _at_utc(right)
    elif (left.zone_minutes is None) != (right.zone_minutes is None) and min(
        len(left.parts), len(right.parts)
    ) > 3:
        return None
    for mine, theirs in zip(left.parts, right.parts, strict=False):
        if mine != theirs:
            return -1 if mine < theirs else 1
    return 0 if len(left.parts) == len(right.parts) else None


def _at_utc(moment: Moment) -> Moment:
    if not moment.zone_minutes or len(moment.parts) < 4:
        return moment
    shifted = shift(moment, minutes=-moment.zone_minutes)
    return moment if shifted is None else Moment(moment.kind, shifted.parts, 0)


def shift(
    moment: Moment, *, months: int = 0, days: int = 0, minutes: int = 0, seconds: Decimal = Decimal(0)
) -> Moment | None:
    """Return the moment moved by whole months, then by days, minutes and seconds, as precise as it was.

    A day that does not exist in the month arrived at becomes the last of that month. None when the year leaves
    1 to 9999. A Time wraps around midnight.
    """
    parts = moment.parts if moment.kind != "Time" else (2000, 1, 1, *moment.parts)
    full = [*parts, *(1, 1, 1, 0, 0, Decimal(0))[len(parts) :]]
    second = Decimal(full[5]) + seconds
    month_index = int(full[0]) * 12 + int(full[1]) - 1 + months
    year, month = month_index // 12, month_index % 12 + 1
    if not 1 <= year <= 9999:
        return None
    day = min(int(full[2]), calendar.monthrange(year, month)[1])
    whole = int(second // 1)
    try:
        arrived = datetime(year, month, day, int(full[3]), int(full[4]), tzinfo=UTC) + timedelta(
            days=days, minutes=minutes, seconds=whole
        )
    except OverflowError:
        return None
    moved = (
        arrived.year,
        arrived.month,
        arrived.day,
        arrived.hour,
        arrived.minute,
        arrived.second + (second - whole),
    )
    start = 3 if moment.kind == "Time" else 0
    return Moment(moment.kind, moved[start : len(parts)], moment.zone_minutes)


def moment_of(instant: datetime) -> Moment:
    """Return an aware `datetime` as a DateTime to the millisecond."""
    second = Decimal(instant.second * 1000 + instant.microsecond // 1000).scaleb(-3)
    offset = instant.utcoffset() or timedelta()
    parts = (instant.year, instant.month, instant.day, instant.hour, instant.minute, second)
    return Moment("DateTime", parts, int(offset.total_seconds() // 60))


def instant_key(moment: Moment) -> tuple[object, ...]:
    """Return a hashable that equal moments share: at UTC when a zone is known, a Date like a DateTime without hours."""
    at_utc = _at_utc(moment)
    is_time = moment.kind == "Time"
    has_zone = moment.zone_minutes is not None and len(moment.parts) > 3
    return ("moment", is_time, has_zone, at_utc.parts)
