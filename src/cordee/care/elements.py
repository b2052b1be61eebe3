"""How the elements of R4 are read here: the words of a concept, the code in a system, the instant of a date.

Liberal: what an import left out or said another way reads as nothing, never as an error.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from cordee.fhir.r4 import CodeableConcept, Coding, Meta, Period, Reference, Task
from cordee.kernel.whole_number import whole_number

VERSION_MAX = 10**9
FULL_DAY_LENGTH = 10
# A day inside what a calendar can say, so that every zone can say these too.
_FIRST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


def words_of(concept: CodeableConcept | None) -> str:
    """Return the text of a concept, else the display or the code of its first coding, else nothing."""
    if concept is None:
        return ""
    if concept.text:
        return concept.text
    for coding in concept.coding or ():
        if coding.display or coding.code:
            return coding.display or coding.code or ""
    return ""


def code_of(concept: CodeableConcept | None, system: str) -> str:
    """Return the code a concept has in one system, or nothing."""
    for coding in (concept.coding if concept else None) or ():
        if coding.system == system and coding.code:
            return coding.code
    return ""


def has_code(concepts: Iterable[CodeableConcept] | None, system: str, code: str) -> bool:
    """Return whether one of the concepts carries this code of this system."""
    return any(
        coding.system == system and coding.code == code
        for concept in concepts or ()
        for coding in concept.coding or ()
    )


def concept(system: str, code: str, text: str) -> CodeableConcept:
    """Return a concept of one coding, said in words."""
    return CodeableConcept(coding=[Coding(system=system, code=code, display=text)], text=text)


def instant(text: str | None) -> datetime | None:
    """Return the first instant a FHIR date, dateTime or instant may mean, in UTC when it names no zone.

    One at the very ends of the calendar becomes the nearest that every zone can say.
    """
    if not text:
        return None
    padded = text if len(text) >= FULL_DAY_LENGTH else f"{text}-01-01"[:FULL_DAY_LENGTH]
    try:
        moment = datetime.fromisoformat(padded)
    except ValueError:
        return None
    return min(max(moment if moment.tzinfo else moment.replace(tzinfo=UTC), _FIRST), _LAST)


def day(text: str | None) -> date | None:
    """Return the day written in a FHIR date or dateTime, as it is written there."""
    if not text:
        return None
    try:
        return date.fromisoformat(
            f"{text}-01-01"[:FULL_DAY_LENGTH] if len(text) < FULL_DAY_LENGTH else text[:10]
        )
    except ValueError:
        return None


def due_day(task: Task) -> date | None:
    """Return the day by which a task is to be done."""
    period = task.restriction.period if task.restriction else None
    return day(period.end) if period else None


def moment(text: str | None) -> datetime | date | None:
    """Return an instant when the text names an hour, a day when it does not, None when it is neither."""
    return (instant(text) if "T" in text else day(text)) if text else None


def holds(period: Period | None, at: datetime) -> bool:
    """Return whether an instant lies in a period; an end written as a day counts as a whole day."""
    if period is None:
        return True
    start = instant(period.start)
    return (start is None or start <= at) and not has_ended(period, at)


def has_ended(period: Period | None, at: datetime) -> bool:
    """Return whether a period is over at an instant."""
    if period is None or not period.end:
        return False
    if len(period.end) <= FULL_DAY_LENGTH:
        last = day(period.end)
        return last is not None and last < at.date()
    end = instant(period.end)
    return end is not None and end <= at


def refers_to(reference: Reference | None, target: str) -> bool:
    """Return whether a reference is to `Type/id`, whatever version it names."""
    text = (reference.reference if reference else None) or ""
    return text == target or text.startswith(f"{target}/_history/")


def id_in(reference: Reference | None, type_name: str) -> str:
    """Return the id of a relative reference to that type, or nothing."""
    text = (reference.reference if reference else None) or ""
    prefix = f"{type_name}/"
    return text[len(prefix) :].split("/")[0] if text.startswith(prefix) else ""


def version_of(meta: Meta | None) -> int:
    """Return the version a resource was read at, 0 when unknown."""
    text = (meta.versionId if meta else None) or ""
    return whole_number(text, VERSION_MAX) or 0


def fhir_instant(at: datetime) -> str:
    """Return an aware instant as FHIR writes it, to the second."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def exact_instant(at: datetime) -> str:
    """Return an aware instant as FHIR writes it, to the millisecond: where what comes after what counts."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
