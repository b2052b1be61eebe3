"""Allergies and intolerances (AllergyIntolerance): to what, what happens, how grave."""

from typing import Any

from cordee.care.elements import words_of
from cordee.care.sections.kind import Field, Given, Kind, Said, Scene
from cordee.care.sections.marks import codes_in, status
from cordee.care.sections.since import fhir_date, form_date, said_date
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import AllergyIntolerance, AllergyIntoleranceReaction, CodeableConcept
from cordee.store import categories as cat

GRAVITY = (("high", "Grave"), ("low", "Peu grave"), ("unable-to-assess", "Ne sait pas"))
ENDS = (("resolved", "N’existe plus"), ("inactive", "Écartée après bilan"))
FIELDS = (
    Field(name="text", label="À quoi ?", missing="Écrivez à quoi : pénicilline, latex, arachide…"),
    Field(
        name="gravity", label="Gravité", shape="choice", options=GRAVITY, missing="Dites si elle est grave."
    ),
    Field(name="reaction", label="Ce qui se passe", hint="urticaire, gêne pour respirer…"),
    Field(name="since", label="Depuis", shape="since", hint="une année, un mois ou un jour"),
)


def _fill(stood: Any | None, given: Given, scene: Scene) -> AllergyIntolerance:
    one = stood or AllergyIntolerance(
        patient=about(scene.patient_id),
        clinicalStatus=status(systems.ALLERGY_CLINICAL, "active", "Actuelle"),
        verificationStatus=status(systems.ALLERGY_VERIFICATION, "confirmed", "Confirmée"),
        recordedDate=scene.at.date().isoformat(),
        recorder=scene.me,
    )
    if words_of(one.code) != given["text"]:
        one.code = CodeableConcept(text=given["text"])
    one.criticality = given["gravity"]
    if given.get("reaction", "") != _reaction(one):
        said = CodeableConcept(text=given.get("reaction", ""))
        one.reaction = [AllergyIntoleranceReaction(manifestation=[said])] if given.get("reaction") else None
    if given.get("since", "") != form_date(one.onsetDateTime):
        one.onsetDateTime = fhir_date(given.get("since", ""))
    return one


def _reaction(one: AllergyIntolerance) -> str:
    return ", ".join(words_of(said) for reaction in one.reaction or () for said in reaction.manifestation)


def _given(one: AllergyIntolerance) -> Given:
    return {
        "text": words_of(one.code),
        "gravity": one.criticality or "",
        "reaction": _reaction(one),
        "since": form_date(one.onsetDateTime),
    }


def _said(one: AllergyIntolerance) -> Said | None:
    if codes_in(one.verificationStatus) & {"entered-in-error", "refuted"}:
        return None
    gravity = dict(GRAVITY).get(one.criticality or "", "") if one.criticality == "low" else ""
    return Said(
        text=words_of(one.code),
        detail=" · ".join(filter(None, (gravity.lower(), _reaction(one)))),
        since=said_date(one.onsetDateTime),
        is_current=not codes_in(one.clinicalStatus) & {"resolved", "inactive"},
        is_grave=one.criticality == "high",
    )


def _end(one: AllergyIntolerance, reason: str, scene: Scene) -> None:
    one.clinicalStatus = status(systems.ALLERGY_CLINICAL, reason, dict(ENDS)[reason])


def _withdraw(one: AllergyIntolerance) -> None:
    one.clinicalStatus = None  # R4, ait-2
    one.verificationStatus = status(systems.ALLERGY_VERIFICATION, "entered-in-error", "Saisie par erreur")


ALLERGIES = Kind(
    slug="allergie", type="AllergyIntolerance", title="Allergies", thing="une allergie", icon="alert-triangle",
    category=cat.MEDICAL, fields=FIELDS, fill=_fill, given=_given, said=_said, withdraw=_withdraw, end=_end,
    end_word="Lever", ends=ENDS,
)  # fmt: skip
