"""A first version of the plan, as it stood before anything was done, and who agreed with it: in one record of three."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime

from cordee.care.chart import Chart
from cordee.care.plan import plan_of
from cordee.care.planning.agreements import agreement_with
from cordee.care.planning.document import document_of
from cordee.care.planning.versions import version_act
from cordee.fhir import encode
from cordee.fhir.r4 import (
    Bundle,
    CarePlan,
    CareTeam,
    EpisodeOfCare,
    Goal,
    Patient,
    Provenance,
    Resource,
    ServiceRequest,
    Task,
)
from cordee.store import Stored
from cordee.territories.people.subject import Subject, role_reference

_OF_PLAN = (Patient, CareTeam, EpisodeOfCare, CarePlan, Goal, ServiceRequest, Task)
ONE_IN = 3


def plan_version(subject: Subject, resources: Sequence[Resource]) -> list[Bundle | Provenance]:
    """Return the version and its agreements, from the resources of the record."""
    if subject.rng("version").randrange(ONE_IN):
        return []
    created = next(one for one in resources if isinstance(one, CarePlan)).created
    at = datetime.fromisoformat(f"{created}T14:30:00+00:00")
    chart = Chart(subject.patient_id, _shelves(resources, at))
    by = role_reference(subject.manager)
    bundle = document_of(
        chart, plan_of(chart, at.date()), by, at, bundle_id=subject.ids("plan/version/1"),
        title="Plan personnalisé de coordination en santé, version 1",
    )  # fmt: skip
    made = version_act(bundle, subject.patient_id, by, at, 1, subject.ids("plan/version/1/act"))
    who = [subject.patient, *([subject.member("gp")] if subject.has("gp") else [])]
    agreed = [
        agreement_with(subject.patient_id, bundle.id or "", one, "oral", at, meta=bundle.meta) for one in who
    ]
    for one in agreed:
        one.recorded = made.recorded
    return [bundle, made, *agreed]


def _shelves(resources: Sequence[Resource], at: datetime) -> dict[str, list[Stored]]:
    shelves: dict[str, list[Stored]] = {}
    for one in reversed(resources):
        if isinstance(one, _OF_PLAN):
            frozen = _before(one) if isinstance(one, Task) else one
            kind = type(one).__name__
            stored = Stored(
                type=kind, id=one.id or "", version=1, updated_at=at, updated_by="", content=encode(frozen)
            )
            shelves.setdefault(kind, []).append(stored)
    return shelves


def _before(task: Task) -> Task:
    """Return a task as it was asked."""
    asked = deepcopy(task)
    asked.status, asked.executionPeriod, asked.statusReason, asked.note = "requested", None, None, None
    return asked
