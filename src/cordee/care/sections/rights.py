"""Social rights and coverage (Coverage): APA, AAH, CSS, ALD… in place, asked for, or ended."""

from typing import Any

from cordee.care.elements import code_of, concept, words_of
from cordee.care.sections.kind import Field, Given, Kind, Said, Scene
from cordee.care.sections.since import fhir_date, form_date, said_date
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Coverage, Period, Reference
from cordee.store import categories as cat

RIGHTS = {
    "apa": "APA",
    "pch": "PCH",
    "aah": "AAH",
    "ald": "ALD",
    "css": "Complémentaire santé solidaire",
    "complementary": "Mutuelle",
    "rsa": "RSA",
    "aspa": "ASPA (minimum vieillesse)",
    "invalidity": "Pension d’invalidité",
    "rqth": "RQTH",
    "cmi": "Carte mobilité inclusion",
    "home-help": "Aide ménagère",
    "housing": "Aide au logement",
    "ame": "AME",
    "other": "Autre droit",
}
STATES = (("active", "En place"), ("draft", "Demandé"))
FIELDS = (
    Field(
        name="right",
        label="Quel droit ?",
        shape="select",
        options=tuple(RIGHTS.items()),
        missing="Choisissez le droit.",
    ),
    Field(
        name="state",
        label="Où en est-on ?",
        shape="choice",
        options=STATES,
        missing="Dites où en est le droit.",
    ),
    Field(name="text", label="Précisions", hint="GIR 4, 40 heures par mois…"),
    Field(name="payor", label="Organisme", hint="Département, CAF, CPAM, MDPH…"),
    Field(name="since", label="Depuis", shape="since", hint="une année, un mois ou un jour"),
    Field(name="until", label="Jusqu’à", shape="since", hint="à renouveler avant cette date"),
)
ENDS = (("ended", "Droit terminé"), ("refused", "Demande refusée"), ("given-up", "Demande abandonnée"))
_NO_PAYOR = "Organisme à préciser"


def _fill(stood: Any | None, given: Given, scene: Scene) -> Coverage:
    payor = [Reference(display=given.get("payor") or _NO_PAYOR)]
    one = stood or Coverage(status="active", beneficiary=about(scene.patient_id), payor=payor)
    label = RIGHTS.get(given["right"], RIGHTS["other"])
    one.status = given["state"]
    one.type = concept(systems.SOCIAL_RIGHT, given["right"], label)
    if given.get("text"):
        one.type = CodeableConcept(coding=one.type.coding, text=f"{label} : {given['text']}")
    if given.get("payor", "") != _payor(one):
        one.payor = payor
    start, end = _period(one)
    start = start if given.get("since", "") == form_date(start) else fhir_date(given.get("since", ""))
    end = end if given.get("until", "") == form_date(end) else fhir_date(given.get("until", ""), "until")
    one.period = Period(start=start, end=end) if start or end else None
    return one


def _period(one: Coverage) -> tuple[str | None, str | None]:
    return (one.period.start, one.period.end) if one.period else (None, None)


def _payor(one: Coverage) -> str:
    display = (one.payor[0].display if one.payor else None) or ""
    return "" if display == _NO_PAYOR else display


def _given(one: Coverage) -> Given:
    code = code_of(one.type, systems.SOCIAL_RIGHT)
    label, text = RIGHTS.get(code, ""), words_of(one.type)
    start, end = _period(one)
    return {
        "right": code or "other",
        "state": one.status if one.status in dict(STATES) else "active",
        "text": text.removeprefix(f"{label} : ") if text != label else "",
        "payor": _payor(one),
        "since": form_date(start),
        "until": form_date(end),
    }


def _said(one: Coverage) -> Said | None:
    if one.status == "entered-in-error":
        return None
    start, end = _period(one)
    asked = "demandé" if one.status == "draft" else ""
    return Said(
        text=words_of(one.type) or "Droit",
        detail=" · ".join(filter(None, (asked, _payor(one)))),
        since=said_date(start),
        until=said_date(end),
        is_current=one.status in ("active", "draft"),
    )


def _end(one: Coverage, reason: str, scene: Scene) -> None:
    one.status = "cancelled"
    one.period = Period(start=_period(one)[0], end=scene.at.date().isoformat())


def _withdraw(one: Coverage) -> None:
    one.status = "entered-in-error"


COVERAGE = Kind(
    slug="droit", type="Coverage", title="Droits", thing="un droit", icon="list-check", category=cat.SOCIAL,
    fields=FIELDS, fill=_fill, given=_given, said=_said, withdraw=_withdraw, end=_end, end_word="Terminé", ends=ENDS,
)  # fmt: skip
