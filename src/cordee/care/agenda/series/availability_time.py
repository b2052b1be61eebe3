"""The extension availabilityTime of fr-core: when an agenda is taken or free, and the rule it repeats by.

Source: hl7.fhir.fr.core, fr-core-schedule-availability-time; RFC 5545 (named by fr-core by its forerunner, 2445).
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from cordee.care.agenda.series.rule import CODES, Rule
from cordee.care.elements import fhir_instant
from cordee.fhir import systems
from cordee.fhir.r4 import Coding, Extension, Identifier

BUSY, FREE = "busy-unavailable", "free"
_WORDS = {BUSY: "Indisponibilité", FREE: "Disponibilité"}
_RFC = "https://www.ietf.org/rfc/rfc2445"


def write(rule: Rule, zone: ZoneInfo, type_: str, name: str) -> Extension:
    """Return a rule as the extension, its first occurrence from start to end; `name` tells it from the others."""
    start = rule.instant(rule.start, zone)
    end = datetime.fromtimestamp(start.timestamp() + rule.minutes * 60, zone)
    coded = Coding(system=systems.FR_SCHEDULE_TYPE, code=type_, display=_WORDS[type_])
    return Extension(
        url=systems.FR_AVAILABILITY_TIME,
        extension=[
            Extension(url="identifier", valueIdentifier=Identifier(system=systems.SERIES_OCCURRENCE, value=name)),
            Extension(url="type", valueCoding=coded),
            Extension(url="start", valueDateTime=fhir_instant(start)),
            Extension(url="end", valueDateTime=fhir_instant(end)),
            Extension(url="rrule", extension=_parts(rule)),
        ],
    )  # fmt: skip


def read(extension: Extension, zone: ZoneInfo) -> Rule | None:
    """Return the rule an extension holds, on the clocks of a zone; None for what is no rule of ours."""
    parts = {one.url: one for one in extension.extension or ()}
    start, end = _moment(parts.get("start"), zone), _moment(parts.get("end"), zone)
    if start is None or end is None:
        return None
    inner = parts["rrule"].extension if "rrule" in parts else ()
    by_day = tuple(
        sorted(
            CODES.index(one.valueString)
            for one in inner or ()
            if one.url == "byDay" and one.valueString in CODES
        )
    )
    until = next((one.valueDateTime for one in inner or () if one.url == "until" and one.valueDateTime), None)
    every = next((one.valueInteger for one in inner or () if one.url == "interval" and one.valueInteger), 1)
    return Rule(
        start=start.date(),
        hour=time(start.hour, start.minute),
        minutes=max(1, int((end - start).total_seconds() // 60)),
        weekdays=by_day,
        interval=int(every),
        until=date.fromisoformat(until[:10]) if until else None,
    )


def type_of(extension: Extension) -> str:
    """Return whether an extension says taken or free."""
    return next(
        (
            one.valueCoding.code or ""
            for one in extension.extension or ()
            if one.url == "type" and one.valueCoding
        ),
        "",
    )


def _parts(rule: Rule) -> list[Extension]:
    frequency = "WEEKLY" if rule.weekdays else "DAILY"
    parts = [Extension(url="freq", valueCoding=Coding(system=_RFC, code=frequency))]
    if rule.until is not None:
        parts.append(Extension(url="until", valueDateTime=rule.until.isoformat()))
    if rule.interval > 1:
        parts.append(Extension(url="interval", valueInteger=rule.interval))
    return [*parts, *(Extension(url="byDay", valueString=CODES[one]) for one in rule.weekdays)]


def _moment(extension: Extension | None, zone: ZoneInfo) -> datetime | None:
    text = extension.valueDateTime if extension is not None else None
    if not text or "T" not in text:
        return None
    return datetime.fromisoformat(text).astimezone(zone)
