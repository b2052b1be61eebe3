"""One resource as one sentence: what happened, of which kind, with what detail.

Said once here, for "since my last visit" and for the timeline alike. A type that says nothing to a reader is silent.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from cordee.care.agenda import rendezvous_of
from cordee.care.assessments.response import STANDING
from cordee.care.assessments.results import results_in
from cordee.care.chart import Chart
from cordee.care.documents import document_of, is_request_file
from cordee.care.elements import due_day, has_code, words_of
from cordee.care.happened import Happening
from cordee.care.happenings_clinical import CLINICAL
from cordee.care.happenings_of_record import OF_RECORD
from cordee.care.measure_kinds import KINDS
from cordee.care.measures import key_of, point_of, say
from cordee.care.notebook import is_note, is_urgent, photos_of, text_of
from cordee.care.plan import unquoted
from cordee.fhir import encode, systems
from cordee.fhir.json_value import read_json
from cordee.fhir.r4 import (
    Appointment,
    CarePlan,
    DocumentReference,
    Encounter,
    Goal,
    Observation,
    QuestionnaireResponse,
    ServiceRequest,
    Task,
)
from cordee.store import Stored

DETAIL_LENGTH = 280
MAY_BE_URGENT = frozenset({"DocumentReference"})
"""The types of what may be told as urgent: notes."""


def happening(chart: Chart, stored: Stored) -> Happening | None:
    """Return what a resource's version says to a reader, or None when it says nothing."""
    teller = _TELLERS.get(stored.type)
    if teller is None:
        return None
    said = teller(chart, stored.resource, stored.version == 1)
    assert said is None or not said.is_urgent or stored.type in MAY_BE_URGENT
    if said is None or len(said.detail) <= DETAIL_LENGTH:
        return said
    return msgspec.structs.replace(said, detail=f"{said.detail[: DETAIL_LENGTH - 1].rstrip()}…")


def author_of(stored: Stored) -> tuple[str, str]:
    """Return reference and name of who wrote a version.

    For a resource the platform stored on somebody's behalf, that is whoever signs it; else whoever changed it.
    """
    signed = _signed_by(stored.resource, stored.updated_by)
    if stored.updated_by == "system" and signed is not None:
        return signed
    if signed is not None and signed[0] == stored.updated_by:
        return signed
    return stored.updated_by, ""


def _signed_by(resource: Any, updated_by: str) -> tuple[str, str] | None:
    owner: Any = getattr(resource, "owner", None)
    if (
        updated_by == "system"
        and getattr(resource, "status", "") == "completed"
        and getattr(owner, "reference", None)
    ):
        return owner.reference, owner.display or ""
    for name in (
        "author",
        "performer",
        "requester",
        "recorder",
        "asserter",
        "informationSource",
        "expressedBy",
        "sender",
    ):
        value = getattr(resource, name, None)
        one: Any = value[0] if isinstance(value, list) and value else value
        reference = getattr(one, "reference", None)
        if reference:
            return reference, one.display or ""
    return None


def _note(chart: Chart, one: DocumentReference, is_new: bool) -> Happening | None:
    if one.status != "current" or is_request_file(one):
        return None
    if not is_note(one):
        document = document_of(chart, one)
        detail = " · ".join(
            filter(
                None, (document.title, document.type_label if document.type_label != document.title else "")
            )
        )
        return Happening(
            kind="documents", did="a déposé un document" if is_new else "a modifié un document", noun="Document",
            detail=detail, part="documents",
        )  # fmt: skip
    reply = any(link.code == "appends" for link in one.relatesTo or ())
    did = (
        ("a répondu dans le cahier" if reply else "a écrit dans le cahier") if is_new else "a modifié sa note"
    )
    return Happening(
        kind="urgent" if is_urgent(one) else "notes", did=did, noun="Note", detail=text_of(one), part="cahier",
        is_urgent=is_urgent(one), photos=tuple(photos_of(one)),
    )  # fmt: skip


def _observation(chart: Chart, one: Observation, is_new: bool) -> Happening | None:
    if one.status == "entered-in-error" or _is_extracted(one):
        return None
    if has_code(one.category, systems.OBSERVATION_CATEGORY, "social-history"):
        return Happening(
            kind="social", did="a mis à jour la situation", noun=words_of(one.code) or "Situation",
            detail=one.valueString or words_of(one.valueCodeableConcept),
        )  # fmt: skip
    key, point = key_of(one), point_of(chart, one)
    if key and point is not None:
        kind = KINDS[key]
        detail = f"{kind.label} {say(kind, point.value, point.second)}"
        return Happening(kind="measures", did="a mesuré", noun="Mesure", detail=detail, part="mesures")
    value = _value(one)
    if not value:
        return None
    return Happening(
        kind="medical", did="a ajouté un résultat", noun="Résultat", detail=f"{words_of(one.code)} : {value}"
    )


def _is_extracted(one: Observation) -> bool:
    """Return whether an observation only says again what a signed assessment says."""
    return any(
        (source.reference or "").startswith("QuestionnaireResponse/") for source in one.derivedFrom or ()
    )


def _assessment(chart: Chart, one: QuestionnaireResponse, is_new: bool) -> Happening | None:
    if one.status not in STANDING:
        return None
    results = results_in(read_json(encode(one)))
    said = [
        one.words if one.words.startswith(one.said) else " ".join((one.label, one.said)) for one in results
    ]
    return Happening(
        kind="task", did="a corrigé une évaluation" if one.status == "amended" else "a signé une évaluation",
        noun="Évaluation", detail=" · ".join(said), part="evaluations",
    )  # fmt: skip


def _value(one: Observation) -> str:
    if one.valueQuantity is not None and one.valueQuantity.value is not None:
        return f"{one.valueQuantity.value} {one.valueQuantity.unit or ''}".strip().replace(".", ",")
    return one.valueString or words_of(one.valueCodeableConcept)


def _goal(chart: Chart, one: Goal, is_new: bool) -> Happening:
    did = "a ajouté un objectif" if is_new else "a modifié un objectif"
    if one.lifecycleStatus == "completed":
        did = "a déclaré un objectif atteint"
    elif one.lifecycleStatus == "cancelled":
        did = "a déclaré un objectif non atteint"
    return Happening(kind="plan", did=did, noun="Objectif", detail=words_of(one.description), part="plan")


_TASK_DID = {"completed": "a terminé", "cancelled": "a abandonné", "rejected": "a refusé"}


def _task(chart: Chart, one: Task, is_new: bool) -> Happening | None:
    concepts = [one.code] if one.code is not None else []
    if any(has_code(concepts, systems.TASK_CODE, code) for code in ("qualify", "alert")):
        return None  # a request, and an alert, tell of themselves
    if has_code(concepts, systems.TASK_CODE, "join"):
        return Happening(
            kind="circle", did="a demandé à rejoindre le cercle" if is_new else "a répondu à une demande à rejoindre",
            noun="Demande à rejoindre le cercle", part="cercle",
        )  # fmt: skip
    if has_code(concepts, systems.TASK_CODE, "review"):
        did = "a revu le plan" if one.status == "completed" else "a fixé la prochaine revue du plan"
        due = due_day(one)
        detail = (
            "" if due is None or one.status == "completed" else f"le {due.day:02}/{due.month:02}/{due.year}"
        )
        return Happening(kind="plan", did=did, noun="Revue du plan", detail=detail, part="plan")
    is_of_plan = has_code(concepts, systems.TASK_CODE, "action")
    did = _TASK_DID.get(one.status or "", "a ajouté" if is_new else "a modifié")
    did += " une action du plan" if is_of_plan else " une tâche"
    owner = one.owner.display if one.owner is not None and one.owner.display else ""
    detail = " — ".join(filter(None, (one.description or "", owner)))
    return Happening(
        kind="task", did=did, noun="Action" if is_of_plan else "Tâche", detail=detail, part="plan"
    )


def _plan(chart: Chart, one: CarePlan, is_new: bool) -> Happening:
    own = unquoted((one.note[0].text if one.note else None) or "")
    return Happening(
        kind="plan", did="a ouvert le plan" if is_new else "a modifié le plan", noun="Plan de coordination",
        detail=f"« {own} »" if own else "", part="plan",
    )  # fmt: skip


def _request(chart: Chart, one: ServiceRequest, is_new: bool) -> Happening | None:
    if has_code(one.category, systems.REQUEST_CATEGORY, "need"):
        return Happening(
            kind="plan", did="a repéré un besoin" if is_new else "a modifié un besoin", noun="Besoin",
            detail=words_of(one.code), part="plan",
        )  # fmt: skip
    if has_code(one.category, systems.REQUEST_CATEGORY, "support"):
        return Happening(
            kind="request", did="a demandé un appui", noun="Demande d’appui", detail=words_of(one.code)
        )
    return Happening(kind="medical", did="a prescrit", noun="Prescription", detail=words_of(one.code))


def _appointment(chart: Chart, one: Appointment, is_new: bool) -> Happening | None:
    meeting = rendezvous_of(chart, one)
    if meeting is None:
        return None
    did = "a ajouté un rendez-vous" if is_new else "a modifié un rendez-vous"
    if meeting.is_cancelled:
        did = "a annulé un rendez-vous"
    noun = "Rendez-vous annulé" if meeting.is_cancelled else "Rendez-vous"
    return Happening(
        kind="agenda", did=did, noun=noun, detail=meeting.title, part="agenda", happens_at=meeting.start
    )


def _circle(chart: Chart, one: Any, is_new: bool) -> Happening:
    return Happening(
        kind="circle", did="a constitué le cercle de soins" if is_new else "a modifié le cercle de soins",
        noun="Cercle de soins", part="cercle",
    )  # fmt: skip


def _consent(chart: Chart, one: Any, is_new: bool) -> Happening:
    did = "a noté ce que la personne autorise" if is_new else "a noté que la personne change d’avis"
    return Happening(kind="person", did=did, noun="Consentement", part="consentement")


def _identity(chart: Chart, one: Any, is_new: bool) -> Happening:
    did = "a enregistré l’identité" if is_new else "a modifié l’identité"
    return Happening(kind="person", did=did, noun="Identité")


def _encounter(chart: Chart, one: Encounter, is_new: bool) -> Happening:
    is_stay = (one.class_.code or "") in ("IMP", "ACUTE", "NONAC", "EMER")
    what = words_of(one.type[0]) if one.type else ""
    where = (one.serviceProvider.display if one.serviceProvider else None) or ""
    return Happening(
        kind="hospital" if is_stay else "medical",
        did="a enregistré un séjour" if is_stay else "a enregistré un contact",
        noun="Séjour à l’hôpital" if is_stay else "Contact", detail=" · ".join(filter(None, (what, where))),
    )  # fmt: skip


_TELLERS: dict[str, Callable[[Chart, Any, bool], Happening | None]] = {
    "DocumentReference": _note,
    "Observation": _observation,
    "QuestionnaireResponse": _assessment,
    "Goal": _goal,
    "Task": _task,
    "CarePlan": _plan,
    "ServiceRequest": _request,
    "Appointment": _appointment,
    "CareTeam": _circle,
    "Consent": _consent,
    "Patient": _identity,
    "Encounter": _encounter,
    **CLINICAL,
    **OF_RECORD,
}
