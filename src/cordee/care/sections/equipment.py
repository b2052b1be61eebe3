"""Equipment in use (DeviceUseStatement): oxygen, walking frame, medical bed, alarm. Named in words, no Device."""

from typing import Any

from cordee.care.sections.kind import Field, Given, Kind, Said, Scene
from cordee.care.sections.marks import note_of, note_text
from cordee.care.sections.since import fhir_date, form_date, said_date
from cordee.care.signing import about
from cordee.fhir.r4 import DeviceUseStatement, Period, Reference
from cordee.store import categories as cat

FIELDS = (
    Field(name="text", label="Le matériel", missing="Écrivez le matériel : déambulateur, oxygène…"),
    Field(name="since", label="Depuis", shape="since", hint="une année, un mois ou un jour"),
    Field(name="note", label="Réglage, fournisseur, ce qu’il faut savoir"),
)
ENDS = (("completed", "Rendu, n’en a plus besoin"), ("stopped", "Ne s’en sert pas"))


def _fill(stood: Any | None, given: Given, scene: Scene) -> DeviceUseStatement:
    device = Reference(display=given["text"])
    one = stood or DeviceUseStatement(
        status="active",
        subject=about(scene.patient_id),
        device=device,
        recordedOn=scene.at.date().isoformat(),
    )
    if one.device.display != given["text"]:
        one.device = device
    start, end = _start(one), one.timingPeriod.end if one.timingPeriod else None
    if given.get("since", "") != form_date(start):
        start = fhir_date(given.get("since", ""))
    one.timingDateTime, one.timingTiming = None, None
    one.timingPeriod = Period(start=start, end=end) if start or end else None
    one.note = note_of(given.get("note", ""), scene)
    return one


def _start(one: DeviceUseStatement) -> str | None:
    return one.timingPeriod.start if one.timingPeriod else one.timingDateTime


def _given(one: DeviceUseStatement) -> Given:
    return {"text": one.device.display or "", "since": form_date(_start(one)), "note": note_text(one.note)}


def _said(one: DeviceUseStatement) -> Said | None:
    if one.status == "entered-in-error":
        return None
    return Said(
        text=one.device.display or "Matériel",
        detail=note_text(one.note),
        since=said_date(_start(one)),
        until=said_date(one.timingPeriod.end if one.timingPeriod else None),
        is_current=one.status in ("active", "intended"),
    )


def _end(one: DeviceUseStatement, reason: str, scene: Scene) -> None:
    one.status = reason
    one.timingPeriod = Period(start=_start(one), end=scene.at.date().isoformat())
    one.timingDateTime = None


def _withdraw(one: DeviceUseStatement) -> None:
    one.status = "entered-in-error"


EQUIPMENT = Kind(
    slug="materiel", type="DeviceUseStatement", title="Matériel", thing="un matériel", icon="wheelchair",
    category=cat.MEDICAL, fields=FIELDS, fill=_fill, given=_given, said=_said, withdraw=_withdraw, end=_end,
    end_word="Rendu", ends=ENDS,
)  # fmt: skip
