"""What the CapabilityStatement says of AuditEvent."""

from typing import Any

_BASE = "http://hl7.org/fhir/SearchParameter"
_WORDS = (
    "La trace, ligne à ligne : pour la personne, celles de son dossier ; pour le référent vie privée, celles du "
    "territoire. Rien ne s’y écrit. / The trace, line by line; nothing writes it."
)
_PARAMETERS = (
    ("_id", "token", f"{_BASE}/Resource-id"),
    ("_lastUpdated", "date", f"{_BASE}/Resource-lastUpdated"),
    ("action", "token", f"{_BASE}/AuditEvent-action"),
    ("agent", "reference", f"{_BASE}/AuditEvent-agent"),
    ("date", "date", f"{_BASE}/AuditEvent-date"),
    ("entity", "reference", f"{_BASE}/AuditEvent-entity"),
    ("outcome", "token", f"{_BASE}/AuditEvent-outcome"),
    ("patient", "reference", f"{_BASE}/AuditEvent-patient"),
    (
        "period-start",
        "date",
        "https://interop.esante.gouv.fr/ig/fhir/tde/SearchParameter/TDE-AuditEvent-period-start",
    ),
    ("subtype", "token", f"{_BASE}/AuditEvent-subtype"),
    ("type", "token", f"{_BASE}/AuditEvent-type"),
)


def trace_described(profiles: list[str]) -> dict[str, Any]:
    """Return the whole entry of the type: read and searched, never written."""
    found: dict[str, Any] = {
        "type": "AuditEvent",
        "documentation": _WORDS,
        "interaction": [{"code": code} for code in ("read", "vread", "search-type")],
        "versioning": "no-version",
        "readHistory": False,
        "updateCreate": False,
        "conditionalCreate": False,
        "conditionalRead": "full-support",
        "conditionalUpdate": False,
        "conditionalDelete": "not-supported",
        "referencePolicy": ["literal", "logical"],
        "searchParam": [
            {"name": name, "type": kind, "definition": definition} for name, kind, definition in _PARAMETERS
        ],
    }
    if profiles:
        found["supportedProfile"] = profiles
    return found
