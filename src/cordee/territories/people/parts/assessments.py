"""Assessments signed over the months: the GIR the record tells of, and the grids the story calls for."""

import re
from datetime import UTC, datetime
from functools import cache
from random import Random

import msgspec

from cordee.care.assessments.answering import answers_from
from cordee.care.assessments.extracts import completed
from cordee.care.assessments.filling import Filling, filling_of
from cordee.care.assessments.grid import Grid, grid_of
from cordee.care.assessments.results import as_extensions
from cordee.fhir import decode, systems
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json, write_json
from cordee.fhir.r4 import Observation, Reference, Resource
from cordee.fhir.sdc import Extraction, Sheet, extract
from cordee.territories.grids import own_grids
from cordee.territories.people.assessed import AGGIR, GRIDS_OF_THEME, PROFILES, Course
from cordee.territories.people.subject import Subject

_GIR = re.compile(r"GIR ([1-6])")
_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
BETWEEN_DAYS = (90, 170)
SIGNED_MAX = 3  # of one grid


class _Done(msgspec.Struct, frozen=True):
    """One grid answered in one way: what a response and what comes of it hold whoever is assessed."""

    grid: Grid
    items: list[Json]
    results: list[Json]


def assessments(subject: Subject, situations: list[Observation]) -> list[Resource]:
    """Return the signed assessments of a person with what they add to the record, oldest first."""
    rng = subject.rng("assessments")
    courses = [*_autonomy(situations), *GRIDS_OF_THEME.get(subject.story.theme, ())]
    return [resource for course in courses for resource in _signed(subject, course, rng)]


def _autonomy(situations: list[Observation]) -> list[Course]:
    """Return the course of the GIR up to the one the record tells of: never better before than it is now by two."""
    said = next((match for one in situations if (match := _GIR.search(one.valueString or ""))), None)
    if said is None:
        return []
    last = int(said[1])
    return [Course(AGGIR, "social-worker", (str(min(last + 1, 6)), str(last)))]


def _signed(subject: Subject, course: Course, rng: Random) -> list[Resource]:
    day = -rng.randint(4, 40)
    days: list[int] = []
    for _ in course.profiles[-SIGNED_MAX:]:
        if day > subject.since:
            days.insert(0, subject.days.working(day))
        day -= rng.randint(*BETWEEN_DAYS)
    if not days or not subject.has(course.by):
        return []
    profiles = course.profiles[-len(days) :]
    author = subject.member(course.by)
    return [
        resource
        for place, (profile, when) in enumerate(zip(profiles, days, strict=True))
        for resource in _one(
            subject,
            course,
            profile,
            author,
            f"{course.grid}/{place}",
            subject.days.at(when, rng.randint(9, 16)),
        )
    ]


def _one(
    subject: Subject, course: Course, profile: str, author: Reference, name: str, authored: str
) -> list[Resource]:
    done = _done(course.grid, profile)
    by = {"reference": author.reference, "display": author.display}
    id_ = subject.ids(f"assessment/{name}")
    response: Json = {
        "resourceType": "QuestionnaireResponse",
        "id": id_,
        "meta": {"tag": [{"system": systems.CATEGORY, "code": done.grid.category}]},
        "extension": done.results,
        "identifier": {"system": systems.URI, "value": f"urn:uuid:{id_}"},
        "questionnaire": done.grid.canonical,
        "status": "completed",
        "subject": {"reference": f"Patient/{subject.patient_id}"},
        "authored": authored,
        "author": by,
        "item": done.items,
    }
    bundle = extract(done.grid.questionnaire, response, Extraction(now=_ANY_MOMENT, told=Told()))
    found = completed(done.grid.questionnaire, response, bundle)
    return [_typed(one) for one in (response, *found.values())]


def _typed(resource: Json) -> Resource:
    return decode(write_json(resource))


@cache
def _done(grid_id: str, profile: str) -> _Done:
    filling = _filled(_grids()[grid_id], PROFILES[grid_id](profile))
    assert not filling.missing, (grid_id, profile, filling.missing)
    return _Done(filling.grid, filling.items(), as_extensions(filling.results))


def _filled(grid: Grid, answers: dict[str, str]) -> Filling:
    questions = {one.link_id: one for one in grid.all_questions}
    given = {
        link_id: answers_from(questions[link_id], text.split("+"), UTC) for link_id, text in answers.items()
    }
    head: Json = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    return filling_of(grid, head, _ANY_MOMENT, Sheet(given))


@cache
def _grids() -> dict[str, Grid]:
    return {one["url"].rpartition("/")[2]: grid_of(one) for one in own_grids()}
