"""A year, a month or a day, as people know when something began: « 2019 », « 03/2019 », « 12/03/2019 »."""

import re
from datetime import date

from cordee.care.errors import UnlikelyMomentError

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_WRITTEN = re.compile(r"(?:(?:(\d{1,2})[/. -])?(\d{1,2})[/. -])?(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?.*")
OLDEST_YEAR = 1900


def fhir_date(text: str, field: str = "since") -> str | None:
    """Return what was written as a FHIR date of the same precision, None when nothing was.

    Raises: UnlikelyMomentError for what is no date, or before 1900.
    """
    if not text:
        return None
    match = _WRITTEN.fullmatch(text.strip())
    iso = _ISO.fullmatch(text.strip())
    day, month, year = match.groups() if match else (None, None, None)
    if match is None and iso is not None:
        year, month, day = iso.groups()
    try:
        assert year is not None
        date(int(year), int(month or 1), int(day or 1))
        if int(year) < OLDEST_YEAR:
            raise ValueError(year)
    except (ValueError, AssertionError):
        raise UnlikelyMomentError(
            "Cette date n’existe pas. Écrivez une année (2019), un mois (03/2019) ou un jour (12/03/2019).",
            "This date does not exist. Write a year, a month or a day.",
            field=field,
        ) from None
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    return "-".join(parts)


def said_date(text: str | None) -> str:
    """Return a FHIR date as a sentence says it: « 2019 », « mars 2019 », « 12 mars 2019 »; nothing for no date."""
    match = _ISO.fullmatch(text or "")
    if match is None:
        return ""
    year, month, day = match.groups()
    if month is None:
        return year
    name = _MONTHS[int(month) - 1]
    return (
        f"{name} {year}" if day is None else f"{int(day) or 1}{'er' if int(day) == 1 else ''} {name} {year}"
    )


def form_date(text: str | None) -> str:
    """Return a FHIR date as a form shows it again: « 12/03/2019 »."""
    match = _ISO.fullmatch(text or "")
    return "/".join(part for part in reversed(match.groups()) if part) if match else ""
