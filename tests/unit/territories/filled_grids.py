"""A grid of the product filled by the keys of its options, as its page would."""

from datetime import UTC, datetime
from functools import cache

from cordee import territories
from cordee.care.assessments.answering import answers_from
from cordee.care.assessments.filling import Filling, filling_of
from cordee.care.assessments.grid import Grid, grid_of
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import Sheet

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@cache
def grids() -> dict[str, Grid]:
    """Return the grids that come with Cordée, by their id without its version."""
    found = (grid_of(one) for one in territories.grids("nord-saone-et-loire"))
    return {grid.id.rpartition("-")[0]: grid for grid in found}


def response(grid: Grid, **more: object) -> Json:
    """Return a response without answers."""
    head: Json = {
        "resourceType": "QuestionnaireResponse", "id": "r1", "questionnaire": grid.canonical, "status": "in-progress",
        "subject": {"reference": "Patient/jeanne"}, "authored": "2026-11-25T09:00:00Z",
        "author": {"reference": "PractitionerRole/nurse", "display": "Nadia Idrissi"},
    }  # fmt: skip
    return head | more


def filled(name: str, **answers: str) -> Filling:
    """Return a grid with answers by linkId, hyphens written as underscores."""
    grid = grids()[name]
    questions = {one.link_id: one for one in grid.all_questions}
    sheet = Sheet()
    for key, text in answers.items():
        link_id = key.replace("_", "-")
        sheet.answers[link_id] = answers_from(questions[link_id], text.split("+"), UTC)
    return filling_of(grid, response(grid), NOW, sheet)


def with_first_options(name: str) -> Filling:
    """Return a grid with the first answer of every question, asked again until nothing more is asked."""
    grid = grids()[name]
    filling = filling_of(grid, response(grid), NOW)
    for _ in range(3):
        sheet = filling.sheet.copy()
        for spot in filling.spots():
            one = spot.question
            plain = {"boolean": "oui", "integer": "3", "decimal": "42", "date": "2026-11-25"}.get(
                one.type, "mots"
            )
            sheet.answers[spot.address] = answers_from(
                one, [one.options[0].key if one.options else plain], UTC
            )
        filling = filling_of(grid, response(grid), NOW, sheet)
    return filling
