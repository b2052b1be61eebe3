"""A plan as a FHIR document: a Composition in HAS's four parts, then the plan, its needs, goals and actions, frozen.

Pure. It holds nothing that is not of the plan: whoever may read plans may read it whole. Visibility labels of what is
inside are those of the document.
Source: https://hl7.org/fhir/R4/documents.html; JDV_J07 (18776-5, plan personnalisé de soins).
"""

from datetime import datetime
from html import escape
from typing import Any

import msgspec

from cordee.care.chart import Chart
from cordee.care.elements import has_code
from cordee.care.plan import IN_PLAN, Plan, current_plan
from cordee.care.signing import about
from cordee.care.tasks.codes import REVIEW, code_in
from cordee.care.tasks.states import CLOSED
from cordee.fhir import encode, systems
from cordee.fhir.r4 import (
    Bundle,
    BundleEntry,
    CarePlan,
    CodeableConcept,
    Coding,
    Composition,
    CompositionSection,
    EpisodeOfCare,
    Goal,
    Identifier,
    Meta,
    Narrative,
    Patient,
    Reference,
    ServiceRequest,
    Task,
)

BASE = "https://cordee.example/fhir"
PLAN_DOCUMENT = "18776-5"
PARTS = ("Informations générales", "Synthèse", "Plan d’actions", "Objectifs non atteints et évaluation")


def document_of(
    chart: Chart, plan: Plan, author: Reference, at: datetime, *, bundle_id: str, title: str
) -> Bundle:
    """Return the document of a record's plan as it stands; `plan` is the same plan as its page shows it."""
    held = current_plan(chart)
    assert held is not None
    needs = [
        one for one in chart.of(ServiceRequest) if has_code(one.category, systems.REQUEST_CATEGORY, "need")
    ]
    goals = chart.of(Goal)
    tasks = [
        one
        for one in chart.of(Task)
        if code_in(one) in IN_PLAN | {REVIEW} and one.status not in CLOSED and one.reasonReference is None
    ]
    composition = _composition(chart, plan, held, author, at, title)
    resources = [composition, _person(chart.patient), held, *needs, *goals, *tasks]
    stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Bundle(
        id=bundle_id,
        meta=_labels(resources),
        identifier=Identifier(system=systems.URI, value=f"urn:uuid:{bundle_id}"),
        type="document",
        timestamp=stamp,
        entry=[
            BundleEntry(fullUrl=f"{BASE}/{_name(one)}", resource=msgspec.Raw(encode(one)))
            for one in resources
        ],
    )


def _composition(
    chart: Chart, plan: Plan, held: CarePlan, author: Reference, at: datetime, title: str
) -> Composition:
    ended = [Reference(reference=f"Goal/{one.id}") for one in (*plan.not_reached, *plan.reached)]
    going = [Reference(reference=f"Goal/{one.id}") for one in plan.goals]
    texts = (
        _lines(("Référent", _referent(chart)), ("Équipe", ", ".join(_members(chart)))),
        _lines(
            ("Ce qui compte pour la personne", plan.own_words),
            ("Ses préférences", plan.preferences),
            ("Ce que l’équipe a compris", plan.synthesis),
        ),
        _lines(*((goal.text, "; ".join(one.text for one in goal.actions)) for goal in plan.goals)),
        _lines(*((goal.text, goal.reason or "sans raison écrite") for goal in plan.not_reached)),
    )
    entries: tuple[list[Reference], ...] = (
        [Reference(reference=f"CarePlan/{held.id}")],
        [],
        going,
        ended,
    )
    return Composition(
        id=f"{held.id}-composition"[:64],
        status="final",
        type=CodeableConcept(
            coding=[Coding(system=systems.LOINC, code=PLAN_DOCUMENT, display="Plan of care note")],
            text="Plan personnalisé de coordination en santé",
        ),
        subject=about(chart.patient_id),
        date=at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        author=[author],
        title=title,
        custodian=next(iter(chart.team.managingOrganization or ()), None) if chart.team else None,
        section=[
            CompositionSection(title=name, text=text, entry=named or None)
            for name, text, named in zip(PARTS, texts, entries, strict=True)
        ],
    )


def _referent(chart: Chart) -> str:
    managers = [one.careManager for one in chart.of(EpisodeOfCare) if one.status == "active"]
    return next((one.display for one in managers if one is not None and one.display), "non désigné")


def _members(chart: Chart) -> list[str]:
    participants = (chart.team.participant if chart.team else None) or ()
    return [one.member.display for one in participants if one.member is not None and one.member.display]


def _lines(*pairs: tuple[str, str]) -> Narrative:
    said = "".join(f"<p><b>{escape(name)}</b> : {escape(text)}</p>" for name, text in pairs if text)
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{said or "<p>Rien n’est écrit.</p>"}</div>'
    return Narrative(status="generated", div=div)


def _person(patient: Patient) -> Patient:
    """Return what of the person names them, and nothing else."""
    return Patient(
        id=patient.id,
        identifier=patient.identifier,
        name=patient.name,
        gender=patient.gender,
        birthDate=patient.birthDate,
    )


def _name(resource: Any) -> str:
    return f"{type(resource).__name__}/{resource.id}"


def _labels(resources: list[Any]) -> Meta | None:
    labels: dict[tuple[str | None, str | None], Coding] = {}
    for one in resources:
        for coding in (one.meta.security if one.meta is not None else None) or ():
            labels[coding.system, coding.code] = coding
    return Meta(security=list(labels.values())) if labels else None
