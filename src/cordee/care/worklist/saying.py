"""A change in one sentence: what it is, who wrote it, in the words of the field."""

from collections.abc import Callable
from typing import Any

import msgspec

from cordee.care.elements import code_of, has_code, refers_to, words_of
from cordee.care.notebook import is_note, is_urgent, text_of
from cordee.fhir import systems
from cordee.store import Stored

EXTRACT_LENGTH = 150
_ENDED = {"completed": "terminée", "cancelled": "abandonnée"}


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """One change said: the kind of thing, who, what happened, and the words themselves when there are some."""

    kind: str
    text: str
    who: str = ""
    extract: str = ""
    is_urgent: bool = False


def say(change: Stored, me: str = "") -> Saying | None:
    """Return the sentence of a change, or None when it says nothing to a person (a photo's bytes, a trace).

    `me` is the reference of who reads: what is asked of them is said so.
    """
    if change.type == "Task":
        return _task(change.resource, me)
    teller = _TELLERS.get(change.type)
    return teller(change.resource) if teller else None


def _extract(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXTRACT_LENGTH else f"{flat[: EXTRACT_LENGTH - 1].rsplit(' ', 1)[0]}…"


def _name(reference: Any) -> str:
    first = reference[0] if isinstance(reference, list) and reference else reference
    return (getattr(first, "display", None) or "") if first is not None else ""


def _document(one: Any) -> Saying:
    if not is_note(one):
        title = one.description or words_of(one.type) or "sans titre"
        return Saying(kind="documents", text=f"Document : {_extract(title)}", who=_name(one.author))
    urgent = is_urgent(one)
    return Saying(
        kind="urgent" if urgent else "notes",
        text="Note urgente" if urgent else "Note au cahier",
        who=_name(one.author),
        extract=_extract(text_of(one)),
        is_urgent=urgent,
    )


def _observation(one: Any) -> Saying:
    if has_code(one.category, systems.OBSERVATION_CATEGORY, "social-history"):
        value = one.valueString or words_of(one.valueCodeableConcept)
        return Saying(
            kind="social", text=f"{words_of(one.code)} : {_extract(value)}", who=_name(one.performer)
        )
    return Saying(kind="measures", text=f"{words_of(one.code)} : {_value(one)}", who=_name(one.performer))


def _value(one: Any) -> str:
    if one.component:
        values = [part.valueQuantity for part in one.component if part.valueQuantity is not None]
        return " / ".join(_number(value.value) for value in values) + _unit(values[0] if values else None)
    if one.valueQuantity is None:
        return words_of(one.valueCodeableConcept) or one.valueString or "valeur non donnée"
    return _number(one.valueQuantity.value) + _unit(one.valueQuantity)


def _number(value: Any) -> str:
    return str(value).replace(".", ",")


def _unit(quantity: Any) -> str:
    unit = (quantity.unit or quantity.code or "") if quantity is not None else ""
    return f"\u00a0{unit}" if unit else ""


def _task(one: Any, me: str) -> Saying | None:
    code = code_of(one.code, systems.TASK_CODE)
    if code == "qualify":
        return None
    if code == "review":
        return Saying(kind="plan", text="Plan revu" if one.status == "completed" else "Revue du plan prévue")
    what = _extract(one.description or "sans titre")
    if one.status in _ENDED:
        return Saying(kind="task", text=f"Action {_ENDED[one.status]} : {what}")
    owner = "vous" if me and refers_to(one.owner, me) else _name(one.owner)
    return Saying(kind="task", text=f"Action pour {owner} : {what}" if owner else f"Action à confier : {what}")


def _request(one: Any) -> Saying | None:
    if has_code(one.category, systems.REQUEST_CATEGORY, "need"):
        return Saying(kind="plan", text=f"Besoin : {_extract(words_of(one.code))}", who=_name(one.requester))
    if has_code(one.category, systems.REQUEST_CATEGORY, "support"):
        reason = _extract(words_of(one.code))
        return Saying(kind="request", text=f"Demande d’appui : {reason}", who=_name(one.requester))
    return Saying(
        kind="medical", text=f"Prescription : {_extract(words_of(one.code))}", who=_name(one.requester)
    )


def _appointment(one: Any) -> Saying:
    is_off = one.status in {"cancelled", "noshow"}
    title = one.description or (words_of(one.serviceType[0]) if one.serviceType else "") or "sans titre"
    return Saying(
        kind="agenda", text=f"{'Rendez-vous annulé' if is_off else 'Rendez-vous'} : {_extract(title)}"
    )


_TELLERS: dict[str, Callable[[Any], Saying | None]] = {
    "DocumentReference": _document,
    "Observation": _observation,
    "ServiceRequest": _request,
    "Appointment": _appointment,
    "Goal": lambda one: Saying(kind="plan", text=f"Objectif : {_extract(words_of(one.description))}"),
    "CarePlan": lambda one: Saying(
        kind="plan", text="Plan de coordination mis à jour", who=_name(one.author)
    ),
    "CareTeam": lambda _: Saying(kind="circle", text="Le cercle de soins a changé"),
    "EpisodeOfCare": lambda one: Saying(kind="circle", text="Dossier ouvert", who=_name(one.careManager)),
    "Condition": lambda one: Saying(kind="medical", text=f"Problème : {_extract(words_of(one.code))}"),
    "AllergyIntolerance": lambda one: Saying(
        kind="medical", text=f"Allergie : {_extract(words_of(one.code))}"
    ),
    "MedicationStatement": lambda one: Saying(
        kind="medical", text=f"Traitement : {_extract(words_of(one.medicationCodeableConcept))}"
    ),
    "Encounter": lambda _: Saying(kind="hospital", text="Séjour ou passage à l’hôpital"),
    "Communication": lambda one: Saying(kind="message", text="Message", who=_name(one.sender)),
    "QuestionnaireResponse": lambda one: Saying(
        kind="person", text="Questionnaire rempli", who=_name(one.author)
    ),
    "RelatedPerson": lambda _: Saying(kind="person", text="Un proche a rejoint le dossier"),
    "Patient": lambda _: Saying(kind="person", text="Identité ou coordonnées modifiées"),
}
