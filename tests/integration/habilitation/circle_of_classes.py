"""Nine people, one of each class, in one circle; a resource of each category, and of each label, in its record."""

import json
from typing import Any

from cordee.access import Actor
from cordee.fhir import decode, systems
from cordee.fhir.r4 import CareTeam
from cordee.store import Repository, system_asker
from tests.integration.store.people import actor, member, patient, team

LABELS = (
    "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX", "MASQUE_PS", "MASQUE_PSOCIAL", "MASQUE_PT",
)  # fmt: skip
CONFIDENTIALITY = ("U", "L", "M", "N", "R", "V")


def _professional(name: str, role: str) -> Actor:
    return actor(name, "professional", role, f"PractitionerRole/{name}")


PEOPLE: dict[str, Actor] = {
    "medical": _professional("medical", "gp"),
    "nursing": _professional("nursing", "nurse"),
    "health": _professional("health", "pharmacist"),
    "social": _professional("social", "social-worker"),
    "home_help": _professional("home-help", "home-help"),
    "coordination": _professional("coordination", "coordinator"),
    "carer": actor("carer", "carer", "", "RelatedPerson/carer"),
    "guardian": actor("guardian", "carer", "guardian", "RelatedPerson/guardian"),
    "person": actor("person", "patient", "", "Patient/jeanne"),
}
ABOUT = {"reference": "Patient/jeanne"}
TEXT = {"text": "texte"}
NOTE = [{"attachment": {"contentType": "text/plain", "title": "note"}}]


def _coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


ONE_OF: dict[str, dict[str, Any]] = {
    "identity": {"resourceType": "Patient", "birthDate": "1942-03-12"},
    "social": {"resourceType": "Flag", "status": "active", "code": TEXT, "subject": ABOUT},
    "medical": {"resourceType": "Condition", "subject": ABOUT, "code": TEXT},
    "plan": {"resourceType": "Goal", "lifecycleStatus": "active", "description": TEXT, "subject": ABOUT},
    "notebook": {
        "resourceType": "DocumentReference", "status": "current", "type": _coded(systems.NOTE_TYPE, "OBS"),
        "subject": ABOUT, "content": NOTE,
    },
    "measures": {
        "resourceType": "Observation", "status": "final", "code": TEXT, "subject": ABOUT,
        "category": [_coded(systems.OBSERVATION_CATEGORY, "vital-signs")],
    },
    "documents": {"resourceType": "DocumentReference", "status": "current", "subject": ABOUT, "content": NOTE},
    "agenda": {
        "resourceType": "Appointment", "status": "proposed",
        "participant": [{"actor": ABOUT, "status": "accepted"}],
    },
    "messages": {"resourceType": "Communication", "status": "completed", "subject": ABOUT},
    "circle": {"resourceType": "EpisodeOfCare", "status": "active", "patient": ABOUT},
    "request": {
        "resourceType": "ServiceRequest", "status": "completed", "intent": "order", "subject": ABOUT,
        "category": [_coded(systems.REQUEST_CATEGORY, "support")],
    },
    "consent": {
        "resourceType": "Consent", "status": "inactive", "patient": ABOUT, "policyRule": TEXT,
        "scope": _coded(systems.CONSENT_SCOPE, "patient-privacy"), "category": [TEXT],
    },
    "other": {
        "resourceType": "FamilyMemberHistory", "status": "partial", "patient": ABOUT, "relationship": TEXT,
    },
}  # fmt: skip


def resource_of(category: str, id_: str) -> Any:
    """Return a new resource of a category; of identity, the person's own with another birth date."""
    plain = ONE_OF[category] | {"id": "jeanne" if category == "identity" else id_}
    return decode(json.dumps(plain).encode(), plain["resourceType"])


def labelled(system: str, code: str, *, on_the_version: bool) -> Any:
    """Return a note that carries one label, in `meta.security` or in `securityLabel`."""
    coding = {"system": system, "code": code}
    carried = (
        {"meta": {"security": [coding]}} if on_the_version else {"securityLabel": [{"coding": [coding]}]}
    )
    place = "meta" if on_the_version else "label"
    plain = ONE_OF["notebook"] | carried | {"id": f"{code.replace('_', '-')}-{place}"}
    return decode(json.dumps(plain).encode(), "DocumentReference")


def whole_circle() -> CareTeam:
    """Return the circle everyone stands in, but the person whose it is."""
    return team("jeanne", *(member(one.who) for name, one in PEOPLE.items() if name != "person"))


async def build(repository: Repository) -> None:
    """Store the record: a resource of each category but identity by the name of its category, and labelled notes."""
    async with repository.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(whole_circle())
        for category in ONE_OF:
            if category != "identity":
                unit.create(resource_of(category, f"one-{category}"))
        for on_the_version in (True, False):
            for label in LABELS:
                unit.create(labelled(systems.VISIBILITY, label, on_the_version=on_the_version))
            for code in CONFIDENTIALITY:
                unit.create(labelled(systems.CONFIDENTIALITY, code, on_the_version=on_the_version))
