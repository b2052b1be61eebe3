"""Measures of legal protection (Flag): tutelle, curatelle… who exercises them, from when to when."""

from typing import Any

from cordee.care.elements import code_of, concept, words_of
from cordee.care.sections.kind import Field, Given, Kind, Said, Scene
from cordee.care.sections.since import fhir_date, form_date, said_date
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Flag, Period
from cordee.store import categories as cat

MEASURES = {
    "tutelle": "Tutelle",
    "curatelle": "Curatelle",
    "curatelle-renforcee": "Curatelle renforcée",
    "sauvegarde": "Sauvegarde de justice",
    "habilitation": "Habilitation familiale",
    "future-protection": "Mandat de protection future",
    "masp": "MASP",
}
FIELDS = (
    Field(name="measure", label="Quelle mesure ?", shape="choice", options=tuple(MEASURES.items()),
          missing="Choisissez la mesure."),
    Field(name="who", label="Exercée par", hint="nom de la personne ou de l’association, téléphone"),
    Field(name="since", label="Depuis", shape="since", hint="la date du jugement"),
    Field(name="until", label="Jusqu’à", shape="since", hint="à réviser avant cette date"),
)  # fmt: skip
ENDS = (("ended", "Mesure terminée ou levée"),)


def _fill(stood: Any | None, given: Given, scene: Scene) -> Flag:
    label = MEASURES[given["measure"]]
    code = concept(systems.PROTECTION, given["measure"], label)
    if given.get("who"):
        code = CodeableConcept(coding=code.coding, text=f"{label}, exercée par {given['who']}")
    one = stood or Flag(
        status="active",
        category=[concept(systems.FLAG_CATEGORY, "admin", "Administrative")],
        code=code,
        subject=about(scene.patient_id),
        author=scene.me,
    )
    one.code = code
    start, end = _period(one)
    start = start if given.get("since", "") == form_date(start) else fhir_date(given.get("since", ""))
    end = end if given.get("until", "") == form_date(end) else fhir_date(given.get("until", ""), "until")
    one.period = Period(start=start, end=end) if start or end else None
    return one


def _period(one: Flag) -> tuple[str | None, str | None]:
    return (one.period.start, one.period.end) if one.period else (None, None)


def _given(one: Flag) -> Given:
    code = code_of(one.code, systems.PROTECTION)
    start, end = _period(one)
    text = words_of(one.code)
    return {
        "measure": code,
        "who": text.partition(", exercée par ")[2],
        "since": form_date(start),
        "until": form_date(end),
    }


def _said(one: Flag) -> Said | None:
    if one.status == "entered-in-error" or not code_of(one.code, systems.PROTECTION):
        return None
    label, _, who = words_of(one.code).partition(", exercée par ")
    start, end = _period(one)
    return Said(
        text=label,
        detail=f"exercée par {who}" if who else "",
        since=said_date(start),
        until=said_date(end),
        is_current=one.status == "active",
    )


def _end(one: Flag, reason: str, scene: Scene) -> None:
    one.status = "inactive"
    one.period = Period(start=_period(one)[0], end=scene.at.date().isoformat())


def _withdraw(one: Flag) -> None:
    one.status = "entered-in-error"


PROTECTION = Kind(
    slug="protection", type="Flag", title="Protection juridique", thing="une mesure de protection", icon="shield-check",
    category=cat.SOCIAL, fields=FIELDS, fill=_fill, given=_given, said=_said, withdraw=_withdraw, end=_end,
    end_word="Terminée", ends=ENDS,
)  # fmt: skip
