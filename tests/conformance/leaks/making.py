"""The resources a world is made of: plain FHIR for each kind of entry, and for circles and consents."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.store import categories as cat
from cordee.store import visibility as vis
from tests.conformance.leaks.oracle import Membership, Rule

WORD = "tournesol"
"""A word every entry holds, for the searches that read the whole text."""
FAMILY = "Lambert"
LABELS = {
    "INVISIBLE_PATIENT": vis.INVISIBLE_PATIENT,
    "INVISIBLE_REPRESENTANTS_LEGAUX": vis.INVISIBLE_REPRESENTANTS_LEGAUX,
    "MASQUE_PS": vis.MASQUE_PS,
    "MASQUE_PSOCIAL": vis.MASQUE_PSOCIAL,
    "MASQUE_PT": vis.MASQUE_PT,
}


class Kind(NamedTuple):
    """A kind of entry: its type, the part of the record it belongs to, and what makes it so."""

    type: str
    part: int
    body: Json


def _coded(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


KINDS = {
    "weight": Kind("Observation", cat.MEASURES, {
        "status": "final", "code": _coded(systems.LOINC, "29463-7"),
        "category": [_coded(systems.OBSERVATION_CATEGORY, "vital-signs")]}),
    "housing": Kind("Observation", cat.SOCIAL, {
        "status": "final", "code": _coded(systems.LOINC, "71802-3"),
        "category": [_coded(systems.OBSERVATION_CATEGORY, "social-history")]}),
    "problem": Kind("Condition", cat.MEDICAL, {"code": {"text": WORD}}),
    "stay": Kind("Encounter", cat.MEDICAL, {
        "status": "finished", "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"}}),
    "note": Kind("DocumentReference", cat.NOTEBOOK, {
        "status": "current", "type": _coded(systems.NOTE_TYPE, "OBS"),
        "content": [{"attachment": {"contentType": "text/plain"}}]}),
    "document": Kind("DocumentReference", cat.DOCUMENTS, {
        "status": "current", "type": _coded(systems.LOINC, "34133-9"),
        "content": [{"attachment": {"contentType": "application/pdf"}}]}),
    "asked": Kind("DocumentReference", cat.REQUEST, {
        "status": "current", "category": [_coded(systems.DOCUMENT_CATEGORY, systems.REQUEST_FILE)],
        "content": [{"attachment": {"contentType": "application/pdf"}}]}),
    "message": Kind("Communication", cat.MESSAGES, {"status": "completed"}),
    "visit": Kind("Appointment", cat.AGENDA, {"status": "booked"}),
    "goal": Kind("Goal", cat.PLAN, {"lifecycleStatus": "active", "description": {"text": WORD}}),
}  # fmt: skip
TYPES = tuple(sorted({kind.type for kind in KINDS.values()} | {"Patient", "CareTeam", "Consent"}))
DATE_ELEMENTS = {"Observation": "effectiveDateTime", "Condition": "recordedDate", "Appointment": "start",
                 "DocumentReference": "date", "Communication": "sent"}  # fmt: skip


def entry(
    kind: str, id_: str, patient: str, *, date: str, labels: Iterable[str] = (), encounter: str | None = None
) -> Json:
    """Return the resource of an entry; `encounter` is the stay it refers to, whoever's that is."""
    made = KINDS[kind]
    found: Json = {"resourceType": made.type, "id": id_} | made.body
    if made.type == "Appointment":
        found["participant"] = [{"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"}]
        found["comment"] = WORD
    else:
        found["subject"] = {"reference": f"Patient/{patient}"}
    name = DATE_ELEMENTS.get(made.type)
    if name is not None:
        found[name] = date
    if made.type == "Observation":
        found["note"] = [{"text": WORD}]
    if encounter is not None and made.type in {"Observation", "Condition"}:
        found["encounter"] = {"reference": encounter}
    coded = [{"system": systems.VISIBILITY, "code": code} for code in labels]
    return found | ({"meta": {"security": coded}} if coded else {})


def person(id_: str, family: str = FAMILY) -> Json:
    """Return a Patient."""
    return {
        "resourceType": "Patient",
        "id": id_,
        "name": [{"family": family, "given": ["Jeanne"]}],
        "birthDate": "1942-03-12",
        "gender": "female",
    }


def circle(patient: str, memberships: Iterable[Membership], start: datetime, *, is_open: bool) -> Json:
    """Return the CareTeam of a patient."""
    found: Json = {
        "resourceType": "CareTeam",
        "id": f"team-{patient}",
        "status": "active" if is_open else "inactive",
        "subject": {"reference": f"Patient/{patient}"},
        "period": {"start": start.isoformat()},
    }
    participants = [_participant(one) for one in memberships]
    return found | ({"participant": participants} if participants else {})


def _period(start: datetime, end: datetime | None) -> Json:
    return {"start": start.isoformat()} | ({"end": end.isoformat()} if end is not None else {})


def _participant(one: Membership) -> Json:
    found: Json = {"member": {"reference": one.member}, "period": _period(one.start, one.end)}
    if one.is_outside:
        found["extension"] = [{"url": systems.OUTSIDE_CARE_TEAM, "valueBoolean": True}]
    return found


def consent(id_: str, rule: Rule) -> Json:
    """Return the Consent that says a rule."""
    provision: Json = {"type": "permit" if rule.permits else "deny", "period": _period(rule.start, rule.end)}
    named = sorted(rule.recipients - {"*"})
    if named:
        provision["actor"] = [_recipient(one) for one in named]
    if rule.parts != cat.ALL:
        codes = [code for code, bit in cat.CODES.items() if rule.parts & bit]
        provision["class"] = [{"system": systems.CATEGORY, "code": code} for code in codes]
    if rule.entry is not None:
        provision["data"] = [{"meaning": "instance", "reference": {"reference": rule.entry}}]
    return {
        "resourceType": "Consent",
        "id": id_,
        "status": "active" if rule.is_active else "inactive",
        "scope": _coded(systems.CONSENT_SCOPE, "patient-privacy"),
        "category": [_coded(systems.CONSENT_KIND, "permission" if rule.permits else "refusal")],
        "patient": {"reference": f"Patient/{rule.patient}"},
        "policy": [{"uri": "urn:cordee:information-notice:test:1"}],
        "provision": provision,
    }


def _recipient(name: str) -> Json:
    if name.startswith("class:"):
        role = _coded(systems.READER_CLASS, name.removeprefix("class:"))
        return {"role": role, "reference": {"display": name}}
    return {"role": _coded(systems.PARTICIPATION_TYPE, "IRCP"), "reference": {"reference": name}}
