"""The resources a world is made of: plain FHIR for each kind of entry, and for circles and consents."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.store import categories as cat
from cordee.store import visibility as vis
from tests.conformance.leaks.oracle import Membership

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
    "message": Kind("Communication", cat.MESSAGES, {"status": "completed"}),
    "visit": Kind("Appointment", cat.AGENDA, {"status": "booked"}),
    "goal": Kind("Goal", cat.PLAN, {"lifecycleStatus": "active", "description": {"text": WORD}}),
}  # fmt: skip
TYPES = tuple(sorted({kind.type for kind in KINDS.values()} | {"Patient", "CareTeam", "Consent"}))
DATE_ELEMENTS = {"Observation": "effectiveDateTime", "Condition": "recordedDate", "Appointment": "start",
                 "DocumentReference": "date", "Communication": "sent", "Goal": "startDate"}  # fmt: skip


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
    return {
        "resourceType": "CareTeam",
        "id": f"team-{patient}",
        "status": "active" if is_open else "inactive",
        "subject": {"reference": f"Patient/{patient}"},
        "period": {"start": start.isoformat()},
        "participant": [_participant(one) for one in memberships],
    }


def _participant(one: Membership) -> Json:
    period = {"start": one.start.isoformat()} | ({"end": one.end.isoformat()} if one.end else {})
    found: Json = {"member": {"reference": one.member}, "period": period}
    if one.is_outside:
        found["extension"] = [{"url": systems.OUTSIDE_CARE_TEAM, "valueBoolean": True}]
    return found
