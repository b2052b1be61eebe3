"""What the store keeps beside a resource: whose it is, of which category, from whom hidden, when it happened."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Meta, Reference
from cordee.store import categories as cat
from cordee.store.moments import first_instant
from cordee.store.visibility import bits_of

_PATIENT = re.compile(r"Patient/([A-Za-z0-9\-.]{1,64})(?:/_history/.+)?")
NOBODY = "!"  # no id: an agenda of several persons is nobody's record, and no directory's either
_SUBJECT_ELEMENTS = ("subject", "patient", "for_", "beneficiary", "securityContext")
_LISTED_SUBJECTS = {"Schedule": "actor", "Provenance": "target"}
"""Elements that name a patient among others, as the patient compartment of R4 says."""
_MOMENT_ELEMENTS = (
    "effectiveDateTime",
    "effectivePeriod",
    "effectiveInstant",
    "performedDateTime",
    "performedPeriod",
    "occurrenceDateTime",
    "date",
    "start",
    "authoredOn",
    "authored",
    "onsetDateTime",
    "recordedDate",
    "dateAsserted",
    "sent",
    "created",
    "period",
    "billablePeriod",
    "startDate",
    "issued",
    "started",
    "dateTime",
    "recorded",
)


class Columns(msgspec.Struct, frozen=True):
    """The derived columns of one version of one resource."""

    patient_id: str | None
    category: int
    hidden_from: int
    happened_at: datetime | None


def columns_of(resource: Any, type_name: str) -> Columns:
    """Return the columns derived from a typed resource."""
    return Columns(
        patient_of(resource, type_name),
        _category(resource, type_name),
        _hidden_from(resource),
        _happened_at(resource),
    )


def patient_of(resource: Any, type_name: str) -> str | None:
    """Return the id of the one patient a resource is about, or None when there is none or more than one."""
    if type_name == "Patient":
        return resource.id  # type: ignore[no-any-return]
    found = {match[1] for reference in _subjects(resource) if (match := _PATIENT.fullmatch(reference))}
    if type_name == "Schedule" and len(found) > 1:
        return NOBODY
    return found.pop() if len(found) == 1 else None


def _subjects(resource: Any) -> Iterator[str]:
    for name in _held(resource.__class__, _SUBJECT_ELEMENTS):
        value = getattr(resource, name)
        for one in value if isinstance(value, list) else (value,):
            reference = getattr(one, "reference", None)
            if reference:
                yield reference
    if type(resource).__name__ == "Bundle":
        yield from _document_subject(resource)
    for one in getattr(resource, _LISTED_SUBJECTS.get(type(resource).__name__, ""), None) or ():
        if one.reference:
            yield one.reference
    if type(resource).__name__ == "Appointment":
        for participant in resource.participant:
            if participant.actor is not None and participant.actor.reference:
                yield participant.actor.reference


@cache
def _held(kind: type[msgspec.Struct], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the elements a type of resource has."""
    return tuple(name for name in names if name in kind.__struct_fields__)


class _Composition(msgspec.Struct, tag="Composition", tag_field="resourceType"):
    subject: Reference | None = None


PLAN_DOCUMENT = "18776-5"
_PLAN_TYPES = frozenset({"Composition", "CarePlan", "Goal", "Task", "ServiceRequest", "Patient"})


class _Head(msgspec.Struct):
    """What of an entry of a document says which part of a record it is of."""

    resourceType: str = ""
    type: CodeableConcept | None = None
    code: CodeableConcept | None = None
    category: list[CodeableConcept] | None = None
    meta: Meta | None = None


_decode_any = msgspec.json.Decoder(_Head).decode
_decode_composition = msgspec.json.Decoder(_Composition).decode


def _document_subject(bundle: Any) -> Iterator[str]:
    """Yield whom a document is about: the subject of the Composition it starts with."""
    first = bundle.entry[0].resource if bundle.type == "document" and bundle.entry else None
    if first is None:
        return
    try:
        subject = _decode_composition(first).subject
    except msgspec.ValidationError:
        return  # a document that starts with something else is nobody's
    if subject is not None and subject.reference:
        yield subject.reference


def _category(resource: Any, type_name: str) -> int:
    fixed = cat.OF_TYPE.get(type_name)
    if fixed is not None:
        return fixed
    decide = _DECIDED_BY_CONTENT.get(type_name)
    return decide(resource) if decide is not None else cat.OTHER


def _document_category(resource: Any) -> int:
    """A file of a request is seen as the request is, until somebody puts it among the documents of the record."""
    if _has_coding([resource.type], systems.NOTE_TYPE):
        return cat.NOTEBOOK
    is_asked = _has_coding(resource.category, systems.DOCUMENT_CATEGORY, systems.REQUEST_FILE)
    return cat.REQUEST if is_asked else cat.DOCUMENTS


def _binary_category(resource: Any) -> int:
    """Return the part a content is of: a request's when its one tag says so, else documents."""
    return cat.REQUEST if _tagged(resource) == {"request"} else cat.DOCUMENTS


def _communication_category(resource: Any) -> int:
    """Who said that they read a note is seen, and said, by whom the notebook is open to."""
    return cat.NOTEBOOK if _has_coding(resource.category, systems.NOTE_READING) else cat.MESSAGES


def _task_category(resource: Any) -> int:
    codes = {
        coding.code
        for coding in (resource.code.coding if resource.code else None) or ()
        if coding.system == systems.TASK_CODE
    }
    if "alert" in codes:
        return _alert_category(resource)
    if "join" in codes:
        return cat.CIRCLE
    return cat.REQUEST if "qualify" in codes else cat.PLAN


def _flag_category(resource: Any) -> int:
    """An alert is of the part of the record it is about; a flag that names none is social, as it always was."""
    if not _has_coding([resource.code], systems.ALERT):
        return cat.SOCIAL
    named = [
        coding.code
        for concept in resource.category or ()
        for coding in concept.coding or ()
        if coding.system == systems.CATEGORY
    ]
    causes = [cat.ALERT_CAUSES.get(code or "") for code in named]
    return causes[0] if len(causes) == 1 and causes[0] is not None else cat.MEDICAL


def _alert_category(resource: Any) -> int:
    tags = (resource.meta.tag if resource.meta is not None else None) or ()
    causes = [cat.ALERT_CAUSES.get(tag.code or "") for tag in tags if tag.system == systems.CATEGORY]
    return causes[0] if len(causes) == 1 and causes[0] is not None else cat.MEDICAL


def _decode_head(content: Any) -> _Head:
    """Return what is read of an entry; one that is read another way is of no part a plan may hold."""
    try:
        return _decode_any(content)
    except msgspec.ValidationError:
        return _Head()


def _bundle_category(resource: Any) -> int:
    """Return PLAN for a version of a plan that holds nothing but a plan, OTHER for any other bundle."""
    if resource.type != "document" or not resource.entry:
        return cat.OTHER
    heads = [_decode_head(one.resource) for one in resource.entry if one.resource is not None]
    if not heads or any(one.resourceType not in _PLAN_TYPES for one in heads):
        return cat.OTHER
    if any(one.resourceType == "Task" and _task_category(one) != cat.PLAN for one in heads):
        return cat.OTHER
    if any(one.resourceType == "ServiceRequest" and _request_category(one) != cat.PLAN for one in heads):
        return cat.OTHER
    is_plan = heads[0].resourceType == "Composition" and _has_coding(
        [heads[0].type], systems.LOINC, PLAN_DOCUMENT
    )
    return cat.PLAN if is_plan else cat.OTHER


def _provenance_category(resource: Any) -> int:
    return cat.PLAN if _has_coding([resource.activity], systems.PLAN_ACT) else cat.OTHER


def _observation_category(resource: Any) -> int:
    codes = {coding.code for concept in resource.category or () for coding in concept.coding or ()}
    if "vital-signs" in codes:
        return cat.MEASURES
    return cat.SOCIAL if "social-history" in codes else cat.MEDICAL


def _request_category(resource: Any) -> int:
    if _has_coding(resource.category, systems.REQUEST_CATEGORY, "support"):
        return cat.REQUEST
    is_plan = any(
        _has_coding(resource.category, systems.REQUEST_CATEGORY, one) for one in ("need", "orientation")
    )
    return cat.PLAN if is_plan else cat.MEDICAL


_ASSESSED = {"social": cat.SOCIAL, "measures": cat.MEASURES}


def _assessment_category(resource: Any) -> int:
    """Return whose an assessment is to read, from its tag; medical when it has none, or not exactly one."""
    codes = _tagged(resource)
    return _ASSESSED.get(codes.pop() or "", cat.MEDICAL) if len(codes) == 1 else cat.MEDICAL


def _tagged(resource: Any) -> set[str | None]:
    """Return the parts of a record a resource is tagged with."""
    tags = (resource.meta.tag if resource.meta is not None else None) or ()
    return {one.code for one in tags if one.system == systems.CATEGORY}


def _has_coding(concepts: Any, system: str, code: str | None = None) -> bool:
    return any(
        coding.system == system and (code is None or coding.code == code)
        for concept in concepts or ()
        if concept is not None
        for coding in concept.coding or ()
    )


def _hidden_from(resource: Any) -> int:
    on_the_version = resource.meta.security if resource.meta is not None else None
    concepts = [concept for concept in getattr(resource, "securityLabel", None) or () if concept is not None]
    return bits_of(
        *(on_the_version or ()),
        *(coding for concept in concepts for coding in getattr(concept, "coding", None) or ()),
    )


def _happened_at(resource: Any) -> datetime | None:
    for name in _held(resource.__class__, _MOMENT_ELEMENTS):
        value = getattr(resource, name)
        if value is None:
            continue
        text = value if isinstance(value, str) else getattr(value, "start", None)
        if isinstance(text, str):
            return first_instant(text)
    return None


_DECIDED_BY_CONTENT: dict[str, Callable[[Any], int]] = {
    "Binary": _binary_category,
    "Communication": _communication_category,
    "Bundle": _bundle_category,
    "DocumentReference": _document_category,
    "Flag": _flag_category,
    "Observation": _observation_category,
    "Provenance": _provenance_category,
    "QuestionnaireResponse": _assessment_category,
    "ServiceRequest": _request_category,
    "Task": _task_category,
}
