"""The record of one person: its pages, the forms that add to it, and the acts that can be taken back.

One file a part of the record, its templates beside it; `frame` is what every page of a record shows around it. Patients
and carers come to the same addresses and meet their own wording.
"""

from starlette.routing import BaseRoute

from cordee.web.record import (
    accesses,
    agenda,
    agenda_acts,
    assessments,
    circle,
    circle_asks,
    circle_join,
    circle_leave,
    consent,
    consent_acts,
    consent_forms,
    consent_papers,
    contents,
    document_acts,
    document_forms,
    documents,
    episode,
    episode_forms,
    home_plan,
    measures,
    note_acts,
    note_forms,
    notebook,
    orientations,
    plan,
    plan_acts,
    plan_review,
    plan_template,
    plan_versions,
    section_acts,
    sections,
    slots,
    synthesis,
    timeline,
)

PARTS = (
    synthesis,
    sections,
    section_acts,
    episode,
    episode_forms,
    plan,
    plan_acts,
    plan_review,
    plan_template,
    plan_versions,
    orientations,
    notebook,
    note_forms,
    note_acts,
    measures,
    agenda_acts,
    home_plan,
    slots,
    assessments,
    agenda,
    document_forms,
    document_acts,
    documents,
    contents,
    circle,
    circle_join,
    circle_asks,
    circle_leave,
    consent,
    consent_forms,
    consent_papers,
    consent_acts,
    timeline,
    accesses,
)


def routes() -> list[BaseRoute]:
    """Return the routes of the record, under `/dossiers/{patient_id}`."""
    return [route for part in PARTS for route in part.ROUTES]


__all__ = ["routes"]
