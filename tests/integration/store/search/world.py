"""A small fixed world for searches: as JSON, so that each index row can be traced to a line here."""

from typing import Any

GP = "PractitionerRole/gp"
UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"
INS = "urn:oid:1.2.250.1.213.1.4.8"


def _observation(id_: str, code: str, display: str, at: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": id_,
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code, "display": display}], "text": display},
        "subject": {"reference": "Patient/jeanne"},
        "effectiveDateTime": at,
    } | more


def _quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def _team(patient: str) -> dict[str, Any]:
    return {
        "resourceType": "CareTeam",
        "id": f"team-{patient}",
        "status": "active",
        "subject": {"reference": f"Patient/{patient}"},
        "participant": [{"member": {"reference": GP}, "period": {"start": "2020-01-01"}}],
    }


WORLD: list[dict[str, Any]] = [
    {
        "resourceType": "Patient",
        "id": "jeanne",
        "meta": {"tag": [{"system": "urn:tag", "code": "test"}], "profile": ["http://example.org/p/one"]},
        "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>Suivie à domicile</div>"},
        "identifier": [
            {
                "system": INS,
                "value": "242039999999997",
                "type": {"coding": [{"system": "http://interopsante.org/v2-0203", "code": "INS-NIR"}]},
            }
        ],
        "active": True,
        "name": [{"family": "Lambert", "given": ["Jeanne-Élie"]}],
        "birthDate": "1942-03-12",
        "generalPractitioner": [{"reference": "Practitioner/house"}],
    },
    {
        "resourceType": "Patient",
        "id": "paul",
        "name": [{"family": "Dubois", "given": ["Paul"]}],
        "birthDate": "1950-06-01",
        "managingOrganization": {"identifier": {"system": "urn:finess", "value": "710000001"}},
    },
    {"resourceType": "Patient", "id": "hidden", "name": [{"family": "Lambert", "given": ["Rose"]}]},
    _team("jeanne"),
    _team("paul"),
    _observation("weight", "29463-7", "Poids", "2026-01-10T08:00:00Z", valueQuantity=_quantity(62.1, "kg")),
    _observation("weight-g", "29463-7", "Poids", "2026-01-11T08:00:00Z", valueQuantity=_quantity(62100, "g")),
    _observation(
        "pressure", "85354-9", "Tension artérielle", "2026-01-12",
        component=[
            {"code": {"coding": [{"system": LOINC, "code": "8480-6"}]}, "valueQuantity": _quantity(130, "mm[Hg]")},
            {"code": {"coding": [{"system": LOINC, "code": "8462-4"}]}, "valueQuantity": _quantity(80, "mm[Hg]")},
        ],
    ),
    _observation("pulse", "8867-4", "Pouls", "2026-02", subject={"reference": "Patient/paul"}),
    _observation("of-hidden", "29463-7", "Poids", "2026-01-10T08:00:00Z", subject={"reference": "Patient/hidden"}),
    {
        "resourceType": "RiskAssessment", "id": "fall", "status": "final", "subject": {"reference": "Patient/jeanne"},
        "prediction": [{"probabilityDecimal": 0.25}],
    },
    {
        "resourceType": "List", "id": "bag", "status": "current", "mode": "working",
        "subject": {"reference": "Patient/jeanne"},
        "entry": [{"item": {"reference": "Observation/weight"}}, {"item": {"reference": "Observation/of-hidden"}},
                  {"deleted": True, "item": {"reference": "Observation/pressure"}}],
    },
    {"resourceType": "Organization", "id": "clinic", "name": "Clinique des Tilleuls"},
    {
        "resourceType": "Organization", "id": "ward", "name": "Service de gériatrie",
        "partOf": {"reference": "Organization/clinic"},
    },
    {
        "resourceType": "Practitioner", "id": "house", "name": [{"family": "Maréchal", "given": ["Anne"]}],
        "identifier": [{"system": "urn:rpps", "value": "10001"}],
    },
    {
        "resourceType": "PractitionerRole", "id": "gp", "practitioner": {"reference": "Practitioner/house"},
        "organization": {"reference": "Organization/ward"},
    },
    {"resourceType": "Location", "id": "chalon", "position": {"latitude": 46.78, "longitude": 4.85}},
    {"resourceType": "Location", "id": "macon", "position": {"latitude": 46.31, "longitude": 4.83}},
    {"resourceType": "ValueSet", "id": "vs", "status": "active", "url": "http://example.org/fhir/ValueSet/one"},
]  # fmt: skip
