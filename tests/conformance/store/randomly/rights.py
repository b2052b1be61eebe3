"""Who sees what, said again over plain JSON: the rules of ARCHITECTURE.md for the types these tests use."""

from collections.abc import Mapping
from datetime import datetime

from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.store import Asker
from cordee.store import categories as cat
from cordee.store.visibility import BIT_OF_LABEL
from tests.conformance.store.randomly.comparing import local_reference, span_of

OPEN = frozenset({"Organization", "Location", "Practitioner"})
PARTS = {
    "Patient": cat.IDENTITY,
    "CareTeam": cat.CIRCLE,
    "Encounter": cat.MEDICAL,
    "RiskAssessment": cat.OTHER,
}


def sees(world: Mapping[str, Json], asker: Asker, resource: Json, moment: datetime) -> bool:
    """Return whether an asker may see a resource at a moment."""
    if asker.is_system or resource["resourceType"] in OPEN:
        return True
    owner = _owner(resource)
    if owner is None or not asker.reads & _part(resource) or asker.reader & _hidden_from(resource):
        return False
    return owner in asker.keys or any(
        one["resourceType"] == "CareTeam" and _owner(one) == owner and _stands_in(one, asker, moment)
        for one in world.values()
    )


def _owner(resource: Json) -> str | None:
    if resource["resourceType"] == "Patient":
        return f"Patient/{resource['id']}"
    reference = local_reference(resource.get("subject", {}))
    return reference if reference is not None and reference.startswith("Patient/") else None


def _part(resource: Json) -> int:
    if resource["resourceType"] != "Observation":
        return PARTS[resource["resourceType"]]
    codes = {one.get("code") for concept in resource.get("category", ()) for one in concept.get("coding", ())}
    if "vital-signs" in codes:
        return cat.MEASURES
    return cat.SOCIAL if "social-history" in codes else cat.MEDICAL


def _hidden_from(resource: Json) -> int:
    labels = resource.get("meta", {}).get("security", ())
    return sum(
        {BIT_OF_LABEL.get(one["code"], 0) for one in labels if one.get("system") == systems.VISIBILITY}
    )


def _stands_in(team: Json, asker: Asker, moment: datetime) -> bool:
    if team["status"] != "active":
        return False
    for participant in team.get("participant", ()):
        start = participant.get("period", {}).get("start") or team.get("period", {}).get("start")
        ends = [one.get("period", {}).get("end") for one in (participant, team)]
        is_open = all(end is None or moment < span_of(end)[1] for end in ends)
        if (
            participant["member"]["reference"] in asker.keys
            and start
            and span_of(start)[0] <= moment
            and is_open
        ):
            return True
    return False
