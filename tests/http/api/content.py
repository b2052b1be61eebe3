"""Resources as JSON, the way a client sends them."""

import json
from typing import Any

FHIR = {"Content-Type": "application/fhir+json"}


def weight(value: str = "62.10", **more: Any) -> str:
    """Return a weight of Jeanne's as JSON text; the value is written digit for digit."""
    described = {
        "resourceType": "Observation",
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "vital-signs",
                    }
                ]
            }
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": "Patient/jeanne"},
        "effectiveDateTime": "2026-11-20T08:00:00+01:00",
        "valueQuantity": {"value": "VALUE", "unit": "kg"},
    } | more
    return json.dumps(described).replace('"VALUE"', value)


def outcome(
    code: str, french: str, english: str, *expression: str, severity: str = "error"
) -> dict[str, Any]:
    """Return the whole OperationOutcome of one issue."""
    issue: dict[str, Any] = {
        "severity": severity,
        "code": code,
        "details": {"text": french},
        "diagnostics": english,
    }
    if expression:
        issue["expression"] = list(expression)
    return {"resourceType": "OperationOutcome", "issue": [issue]}


NOT_FOUND = outcome(
    "not-found",
    "Cette page n’existe pas, ou vous n’y avez pas accès.",
    "There is nothing here, or nothing you may see.",
)
GONE = outcome(
    "deleted",
    "Cet élément a été supprimé. Son historique est conservé.",
    "This resource was deleted. Its history is kept.",
)
