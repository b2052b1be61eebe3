"""Problems of health (Condition): in the person's words or a doctor's, with a CIM-10 code when one is known."""

from typing import Any

from cordee.care.elements import code_of, words_of
from cordee.care.sections.kind import NOTE_MAX, Field, Given, Kind, Said, Scene
from cordee.care.sections.marks import codes_in, note_of, note_text, status, worded
from cordee.care.sections.since import fhir_date, form_date, said_date
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Condition
from cordee.store import categories as cat

ICD10_PATTERN = r"[A-Z]\d{2}(\.\d{1,3})?"
ENDED = frozenset({"resolved", "inactive", "remission"})
FIELDS = (
    Field(name="text", label="Le problème", missing="Écrivez le problème, en quelques mots."),
    Field(name="since", label="Depuis", shape="since", hint="une année, un mois ou un jour : 2019, 03/2019"),
    Field(name="note", label="Précisions", hint="par exemple : FEVG 38 %", length_max=NOTE_MAX),
    Field(name="code", label="Code CIM-10", hint="si vous le connaissez, par exemple I50.0", length_max=10),
)
ENDS = (("resolved", "Résolu"), ("inactive", "N’est plus d’actualité"))


def _fill(stood: Any | None, given: Given, scene: Scene) -> Condition:
    one = stood or Condition(
        subject=about(scene.patient_id),
        category=[status(systems.CONDITION_CATEGORY, "problem-list-item", "Problème suivi")],
        verificationStatus=status(systems.CONDITION_VERIFICATION, "confirmed", "Confirmé"),
        clinicalStatus=status(systems.CONDITION_CLINICAL, "active", "Actuel"),
        recordedDate=scene.at.date().isoformat(),
        recorder=scene.me,
    )
    is_same = words_of(one.code) == given["text"]
    stood_codings = (one.code.coding if one.code else None) or ()
    others = [coding for coding in stood_codings if is_same and coding.system != systems.ICD10]
    said = worded(given["text"], given.get("code", ""), systems.ICD10, ICD10_PATTERN)
    one.code = CodeableConcept(coding=[*(said.coding or ()), *others] or None, text=given["text"])
    if given.get("since", "") != form_date(one.onsetDateTime):
        one.onsetDateTime = fhir_date(given.get("since", ""))
    one.note = note_of(given.get("note", ""), scene)
    return one


def _given(one: Condition) -> Given:
    return {
        "text": words_of(one.code),
        "since": form_date(one.onsetDateTime),
        "note": note_text(one.note),
        "code": code_of(one.code, systems.ICD10),
    }


def _said(one: Condition) -> Said | None:
    if codes_in(one.verificationStatus) & {"entered-in-error", "refuted"}:
        return None
    ended = codes_in(one.clinicalStatus) & ENDED
    return Said(
        text=words_of(one.code),
        detail=note_text(one.note),
        since=said_date(one.onsetDateTime),
        until=said_date(one.abatementDateTime),
        is_current=not ended,
    )


def _end(one: Condition, reason: str, scene: Scene) -> None:
    one.clinicalStatus = status(systems.CONDITION_CLINICAL, reason, dict(ENDS)[reason])
    one.abatementDateTime = scene.at.date().isoformat()


def _withdraw(one: Condition) -> None:
    one.clinicalStatus = None  # R4, con-5: what was entered in error has none
    one.verificationStatus = status(systems.CONDITION_VERIFICATION, "entered-in-error", "Saisi par erreur")


PROBLEMS = Kind(
    slug="probleme", type="Condition", title="Problèmes", thing="un problème", icon="stethoscope", category=cat.MEDICAL,
    fields=FIELDS, fill=_fill, given=_given, said=_said, withdraw=_withdraw, end=_end, end_word="Résolu", ends=ENDS,
)  # fmt: skip
