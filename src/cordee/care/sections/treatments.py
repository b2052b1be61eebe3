"""Treatments (MedicationStatement): the name as on the box, the dose in words, an ATC code when one is known."""

from datetime import date
from typing import Any

from cordee.care.elements import code_of, day, words_of
from cordee.care.sections.kind import Field, Given, Kind, Said, Scene
from cordee.care.sections.marks import worded
from cordee.care.sections.since import fhir_date, form_date, said_date
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Dosage, MedicationStatement, Period, Reference
from cordee.store import categories as cat

ATC_PATTERN = r"[A-Z]\d{2}([A-Z]([A-Z](\d{2})?)?)?"
ENDED = frozenset({"stopped", "completed", "not-taken"})
FIELDS = (
    Field(name="text", label="Le traitement", hint="comme sur la boîte : furosémide 40 mg",
          missing="Écrivez le nom du traitement."),
    Field(name="dose", label="Comment il est pris", hint="1 le matin, 2 gouttes au coucher…"),
    Field(name="since", label="Depuis", shape="since", hint="une année, un mois ou un jour"),
    Field(name="by", label="Prescrit par", shape="member"),
    Field(name="code", label="Code ATC", hint="si vous le connaissez, par exemple C03CA01", length_max=10),
)  # fmt: skip
ENDS = (
    ("finished", "Fini comme prévu"),
    ("replaced", "Remplacé par un autre"),
    ("tolerance", "Mal supporté"),
    ("person-wish", "La personne ne veut plus le prendre"),
    ("not-taken", "N’était pas pris"),
    ("other", "Autre raison"),
)
_STATUS = {"finished": "completed", "not-taken": "not-taken"}


def _fill(stood: Any | None, given: Given, scene: Scene) -> MedicationStatement:
    name = worded(given["text"], given.get("code", ""), systems.ATC, ATC_PATTERN)
    one = stood or MedicationStatement(
        status="active", medicationCodeableConcept=name, subject=about(scene.patient_id)
    )
    one.medicationCodeableConcept, one.medicationReference = name, None
    one.dosage = [Dosage(text=given["dose"])] if given.get("dose") else None
    start, end = _start(one), one.effectivePeriod.end if one.effectivePeriod else None
    if given.get("since", "") != form_date(start):
        start = fhir_date(given.get("since", ""))
    one.effectiveDateTime = None
    one.effectivePeriod = Period(start=start, end=end) if start or end else None
    one.dateAsserted = scene.at.date().isoformat()
    by = given.get("by", "")
    if by in scene.named:
        one.informationSource = Reference(reference=by, display=scene.named[by])
    elif not by:
        one.informationSource = None
    return one


def _start(one: MedicationStatement) -> str | None:
    return one.effectivePeriod.start if one.effectivePeriod else one.effectiveDateTime


def _given(one: MedicationStatement) -> Given:
    return {
        "text": medication(one),
        "dose": dose(one),
        "since": form_date(_start(one)),
        "by": (one.informationSource.reference if one.informationSource else None) or "",
        "code": code_of(one.medicationCodeableConcept, systems.ATC),
    }


def medication(one: MedicationStatement) -> str:
    """Return what is taken."""
    reference = one.medicationReference
    return words_of(one.medicationCodeableConcept) or (reference.display if reference else None) or ""


def dose(one: MedicationStatement) -> str:
    """Return how it is taken, in words."""
    return (one.dosage[0].text if one.dosage else None) or ""


def is_new_since(one: MedicationStatement, day_: date) -> bool:
    """Return whether a treatment began, or was last told otherwise, on a day or after it."""
    told = (day(one.dateAsserted), day(_start(one)))
    return any(one_day is not None and one_day >= day_ for one_day in told)


def _said(one: MedicationStatement) -> Said | None:
    if one.status == "entered-in-error":
        return None
    why = ", ".join(words_of(reason) for reason in one.statusReason or ())
    by = (one.informationSource.display if one.informationSource else None) or ""
    return Said(
        text=medication(one),
        detail=" · ".join(filter(None, (dose(one), by, why))),
        since=said_date(_start(one)),
        until=said_date(one.effectivePeriod.end if one.effectivePeriod else None),
        is_current=one.status not in ENDED,
    )


def _end(one: MedicationStatement, reason: str, scene: Scene) -> None:
    one.status = _STATUS.get(reason, "stopped")
    one.statusReason = [CodeableConcept(text=dict(ENDS)[reason])]
    one.effectivePeriod = Period(start=_start(one), end=scene.at.date().isoformat())
    one.effectiveDateTime = None
    one.dateAsserted = scene.at.date().isoformat()


def _withdraw(one: MedicationStatement) -> None:
    one.status = "entered-in-error"


TREATMENTS = Kind(
    slug="traitement", type="MedicationStatement", title="Traitements", thing="un traitement", icon="pill",
    category=cat.MEDICAL, fields=FIELDS, fill=_fill, given=_given, said=_said, withdraw=_withdraw, end=_end, ends=ENDS,
)  # fmt: skip
