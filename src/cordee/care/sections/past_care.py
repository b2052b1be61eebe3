"""What was done once: vaccines (Immunization) and acts (Procedure). They do not end; they may be entered in error."""

from typing import Any

from cordee.care.elements import words_of
from cordee.care.sections.kind import Field, Given, Kind, Said, Scene
from cordee.care.sections.marks import note_of, note_text
from cordee.care.sections.since import fhir_date, form_date, said_date
from cordee.care.signing import about
from cordee.fhir.r4 import CodeableConcept, Immunization, Procedure
from cordee.store import categories as cat

_WHEN = Field(
    name="since", label="Quand", shape="since", missing="Dites quand : une année suffit.",
    hint="une année, un mois ou un jour",
)  # fmt: skip
VACCINE_FIELDS = (
    Field(name="text", label="Le vaccin", missing="Écrivez le vaccin : grippe, pneumocoque…"),
    _WHEN,
    Field(name="lot", label="Numéro de lot", length_max=40),
)
ACT_FIELDS = (
    Field(name="text", label="L’acte", missing="Écrivez l’acte : pose de stent, prothèse de hanche…"),
    _WHEN,
    Field(name="note", label="Où, et ce qu’il faut savoir"),
)


def _vaccinate(stood: Any | None, given: Given, scene: Scene) -> Immunization:
    when = fhir_date(given["since"])
    one = stood or Immunization(
        status="completed", vaccineCode=CodeableConcept(text=given["text"]), patient=about(scene.patient_id),
        occurrenceDateTime=when, recorded=scene.at.date().isoformat(), primarySource=False,
    )  # fmt: skip
    if words_of(one.vaccineCode) != given["text"]:
        one.vaccineCode = CodeableConcept(text=given["text"])
    if given["since"] != form_date(one.occurrenceDateTime):
        one.occurrenceDateTime, one.occurrenceString = when, None
    one.lotNumber = given.get("lot") or None
    return one


def _vaccine_given(one: Immunization) -> Given:
    return {
        "text": words_of(one.vaccineCode),
        "since": form_date(one.occurrenceDateTime),
        "lot": one.lotNumber or "",
    }


def _vaccine_said(one: Immunization) -> Said | None:
    if one.status != "completed":
        return None
    lot = f"lot {one.lotNumber}" if one.lotNumber else ""
    return Said(text=words_of(one.vaccineCode), detail=lot, since=said_date(one.occurrenceDateTime))


def _perform(stood: Any | None, given: Given, scene: Scene) -> Procedure:
    one = stood or Procedure(status="completed", subject=about(scene.patient_id), recorder=scene.me)
    if words_of(one.code) != given["text"]:
        one.code = CodeableConcept(text=given["text"])
    if given["since"] != form_date(_performed(one)):
        one.performedDateTime, one.performedPeriod = fhir_date(given["since"]), None
    one.note = note_of(given.get("note", ""), scene)
    return one


def _performed(one: Procedure) -> str | None:
    return one.performedDateTime or (one.performedPeriod.start if one.performedPeriod else None)


def _act_given(one: Procedure) -> Given:
    return {"text": words_of(one.code), "since": form_date(_performed(one)), "note": note_text(one.note)}


def _act_said(one: Procedure) -> Said | None:
    if one.status != "completed":
        return None
    return Said(text=words_of(one.code), detail=note_text(one.note), since=said_date(_performed(one)))


def _withdraw(one: Any) -> None:
    one.status = "entered-in-error"


VACCINES = Kind(
    slug="vaccin", type="Immunization", title="Vaccins", thing="un vaccin", icon="shield-check", category=cat.MEDICAL,
    fields=VACCINE_FIELDS, fill=_vaccinate, given=_vaccine_given, said=_vaccine_said, withdraw=_withdraw,
)  # fmt: skip
ACTS = Kind(
    slug="acte", type="Procedure", title="Actes et opérations", thing="un acte", icon="medical-cross",
    category=cat.MEDICAL, fields=ACT_FIELDS, fill=_perform, given=_act_given, said=_act_said, withdraw=_withdraw,
)  # fmt: skip
