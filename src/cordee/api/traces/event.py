"""One line of the trace as an AuditEvent of the profile tde-auditevent."""

from typing import Any

from cordee.api.respond import instant
from cordee.store.trace import TraceLine
from cordee.store.trace.actions import action_of

PROFILE = "https://interop.esante.gouv.fr/ig/fhir/tde/StructureDefinition/tde-auditevent"
EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
INTERACTION = "http://hl7.org/fhir/restful-interaction"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
SOFTWARE = {"system": "urn:ietf:rfc:3986", "value": "https://cordee.example"}
OUTCOMES = {"done": "0", "refused": "4"}

_ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
_RESOURCE_TYPE = "http://hl7.org/fhir/resource-types"
_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_LOGINS = {"login": ("110122", "Login"), "logout": ("110123", "Logout")}
_REASONS = {
    "care": ("TREAT", "treatment"),
    "emergency": ("BTG", "break the glass"),
    "privacy": ("HSYSADMIN", ""),
}


def event_of(line: TraceLine) -> dict[str, Any]:
    """Return the AuditEvent of a line, as JSON."""
    action, at = action_of(line.action), instant(line.at)
    type_, subtype = _kind(action.interaction)
    return {
        "resourceType": "AuditEvent",
        "id": line.name,
        "meta": {"versionId": "1", "lastUpdated": at, "profile": [PROFILE]},
        "type": type_,
        "subtype": [subtype],
        "action": action.letter,
        "period": {"start": at, "end": at},
        "recorded": at,
        "outcome": OUTCOMES.get(line.outcome, "8"),
        "purposeOfEvent": [_purpose(line)],
        "agent": _agents(line),
        "source": {"observer": {"type": "Device", "identifier": SOFTWARE, "display": "Cordée"}},
        **_entities(line),
    }


def is_login(interaction: str) -> bool:
    """Return whether an interaction is one of coming in or going out, which FHIR's own codes do not name."""
    return interaction in _LOGINS


def subtype_code(interaction: str) -> str:
    """Return the code of the subtype an interaction is told by."""
    return _LOGINS[interaction][0] if is_login(interaction) else interaction


def _kind(interaction: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if is_login(interaction):
        code, display = _LOGINS[interaction]
        return (
            {"system": DICOM, "code": "110114", "display": "User Authentication"},
            {"system": DICOM, "code": code, "display": display},
        )
    rest = {"system": EVENT_TYPE, "code": "rest", "display": "RESTful Operation"}
    return rest, {"system": INTERACTION, "code": interaction, "display": interaction}


def _purpose(line: TraceLine) -> dict[str, Any]:
    purpose = "emergency" if line.action.startswith("break-glass") else line.purpose
    code, display = _REASONS.get(purpose, ("", ""))
    concept: dict[str, Any] = {"text": line.reason or purpose or "non précisée"}
    if code:
        concept["coding"] = [{"system": _REASON, "code": code, **({"display": display} if display else {})}]
    return concept


def _agents(line: TraceLine) -> list[dict[str, Any]]:
    agent: dict[str, Any] = {"who": _reference(line.who), "requestor": True}
    if line.role:
        agent["role"] = [{"text": line.role}]
    agents = [agent]
    if line.organization:
        agents.append({"who": _reference(line.organization), "requestor": False})
    return agents


def _reference(who: str) -> dict[str, Any]:
    type_, slash, id_ = who.partition("/")
    if slash and type_.isalpha() and id_:
        return {"reference": who}
    if who == "system":
        return {"type": "Device", "identifier": SOFTWARE, "display": "Cordée"}
    return {"identifier": {"system": "urn:cordee:account", "value": who or "anonymous"}}


def _entities(line: TraceLine) -> dict[str, Any]:
    entities: list[dict[str, Any]] = []
    if line.patient_id:
        entities.append(
            {
                "what": {"reference": f"Patient/{line.patient_id}"},
                "type": {"system": _ENTITY_TYPE, "code": "1", "display": "Person"},
                "role": {"system": _ROLE, "code": "1", "display": "Patient"},
            }
        )
    if line.type and (line.type, line.id) != ("Patient", line.patient_id):
        entities.append(_resource(line))
    return {"entity": entities} if entities else {}


def _resource(line: TraceLine) -> dict[str, Any]:
    entity: dict[str, Any] = {"role": {"system": _ROLE, "code": "4", "display": "Domain Resource"}}
    if line.id:
        entity["what"] = {"reference": f"{line.type}/{line.id}"}
    if line.type[:1].isupper():
        entity["type"] = {"system": _RESOURCE_TYPE, "code": line.type, "display": line.type}
    if line.count:
        entity["detail"] = [{"type": "count", "valueString": str(line.count)}]
    return entity
