"""The assessments of a record: each grid with what was signed of it, its drafts, when it is due again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from cordee.care.assessments.filling import filling_of
from cordee.care.assessments.grid import Grid, category_of
from cordee.care.assessments.response import DRAFT, STANDING, corrected_by
from cordee.care.assessments.results import Result, results_in
from cordee.care.chart import Chart
from cordee.care.elements import instant
from cordee.care.people import Person
from cordee.fhir.json_value import Json, read_json
from cordee.store import Stored

SHELVES: dict[str, int] = {"QuestionnaireResponse": 300}
MONTHS_A_YEAR = 12


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """One filled grid, signed or not; `results` are what it said when it was signed."""

    id: str
    version: int
    url: str
    status: str
    category: str
    at: datetime | None
    by: Person
    results: tuple[Result, ...] = ()
    corrects: str = ""

    @property
    def is_draft(self) -> bool:
        """Return whether it is still being answered."""
        return self.status == DRAFT

    @property
    def is_signed(self) -> bool:
        """Return whether somebody answers for it."""
        return self.status in STANDING

    @property
    def result(self) -> Result | None:
        """Return the score that is followed over time."""
        return self.results[0] if self.results else None


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """One grid in one record: what was signed, newest first, the drafts, and when it is to be done again."""

    grid: Grid
    signed: tuple[Assessment, ...]
    drafts: tuple[Assessment, ...]
    due_on: date | None

    @property
    def last(self) -> Assessment | None:
        """Return the newest signed one."""
        return self.signed[0] if self.signed else None

    def is_late(self, today: date) -> bool:
        """Return whether the day it was to be done again is past."""
        return self.due_on is not None and self.due_on < today


def assessments_of(chart: Chart, grids: Iterable[Grid] = ()) -> list[Assessment]:
    """Return the assessments of a record opened with these SHELVES, newest first; what was given up is left out.

    One that carries no scores, as another software writes it, gets those that its grid computes when that is given.
    """
    known = {grid.canonical: grid for grid in grids}
    found = [assessment_of(chart, stored, known) for stored in chart.shelves.get("QuestionnaireResponse", ())]
    return [one for one in found if one.is_draft or one.is_signed]


def addresses_in(chart: Chart) -> set[str]:
    """Return the addresses of the grids a record opened with these SHELVES was assessed by."""
    found = (read_json(stored.content) for stored in chart.shelves.get("QuestionnaireResponse", ()))
    return {str(one["questionnaire"]).partition("|")[0] for one in found if one.get("questionnaire")}


def assessment_of(chart: Chart, stored: Stored, known: Mapping[str, Grid]) -> Assessment:
    """Return what a stored response is to a reader."""
    response: Json = read_json(stored.content)
    results = results_in(response)
    grid = known.get(str(response.get("questionnaire", "")))
    if not results and grid is not None and response.get("status") in STANDING:
        results = filling_of(grid, response, stored.updated_at).results
    author = response.get("author", {})
    return Assessment(
        id=stored.id,
        version=stored.version,
        url=str(response.get("questionnaire", "")).partition("|")[0],
        status=str(response.get("status", "")),
        category=category_of(response),
        at=instant(response.get("authored")) or stored.updated_at,
        by=chart.person(author.get("reference"), author.get("display")),
        results=results,
        corrects=corrected_by(response),
    )


def followed(found: Iterable[Assessment], grids: Iterable[Grid]) -> list[Followed]:
    """Return each grid that was begun or signed in a record, the one signed last first."""
    by_url: dict[str, list[Assessment]] = {}
    for one in found:
        by_url.setdefault(one.url, []).append(one)
    kept = [_followed(grid, by_url[grid.url]) for grid in grids if grid.url in by_url]
    return sorted(kept, key=_moment, reverse=True)


def month_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month."""
    rank = day.month - 1 + months
    year, month = day.year + rank // MONTHS_A_YEAR, rank % MONTHS_A_YEAR + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _followed(grid: Grid, found: list[Assessment]) -> Followed:
    signed = tuple(one for one in found if one.is_signed)
    last = signed[0].at if signed else None
    months = grid.again_after_months
    due = month_after(last.date(), months) if last is not None and months else None
    drafts = tuple(one for one in found if one.is_draft)
    return Followed(grid=grid, signed=signed, drafts=drafts, due_on=due)


def _moment(one: Followed) -> float:
    newest = [each.at.timestamp() for each in (*one.signed, *one.drafts) if each.at is not None]
    return max(newest, default=0.0)
