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
    "Consent": cat.CONSENT,
}
CATEGORIES = {
    "identity": cat.IDENTITY,
    "medical": cat.MEDICAL,
    "measures": cat.MEASURES,
    "other": cat.OTHER,
}


def sees(world: Mapping[str, Json], asker: Asker, resource: Json, moment: datetime) -> bool:
    """Return whether an asker may see a resource at a moment."""
    if asker.is_system or resource["resourceType"] in OPEN:
        return True
    owner = _owner(resource)
    if owner is None or not asker.reads & _part(resource) or asker.reader & _hidden_from(resource):
        return False
    consents = [
        one["provision"]
        for one in world.values()
        if one["resourceType"] == "Consent" and one["status"] == "active" and _owner(one) == owner
    ]
    said = {one["type"] for one in consents if _is_about(one, asker, resource, moment)}
    is_opened = owner in asker.keys or any(
        _stands_in(one, asker, moment, needs_no_consent="permit" in said)
        for one in world.values()
        if one["resourceType"] == "CareTeam" and _owner(one) == owner
    )
    return is_opened and "deny" not in said


def _is_about(provision: Json, asker: Asker, resource: Json, moment: datetime) -> bool:
    """Return whether a provision speaks to an asker of a resource now; none permits single resources."""
    period = provision.get("period", {})
    if period.get("start") and span_of(period["start"])[0] > moment:
        return False
    if period.get("end") and span_of(period["end"])[1] <= moment:
        return False
    named = {_recipient(one) for one in provision.get("actor", ())} or {"*"}
    parts = sum({CATEGORIES[one["code"]] for one in provision.get("class", ())}) or cat.ALL
    only = {one["reference"]["reference"] for one in provision.get("data", ())}
    if only and (provision["type"] == "permit" or f"{resource['resourceType']}/{resource['id']}" not in only):
        return False
    return bool(named & set(asker.recipients)) and bool(parts & _part(resource))


def _recipient(actor: Json) -> str:
    classes = [one["code"] for one in actor["role"].get("coding", ())]
    return f"class:{classes[0]}" if classes else str(actor["reference"]["reference"])


def _owner(resource: Json) -> str | None:
    if resource["resourceType"] == "Patient":
        return f"Patient/{resource['id']}"
    reference = local_reference(
        resource.get("patient" if resource["resourceType"] == "Consent" else "subject", {})
    )
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


def _stands_in(team: Json, asker: Asker, moment: datetime, *, needs_no_consent: bool) -> bool:
    if team["status"] != "active":
        return False
    for participant in team.get("participant", ()):
        if participant.get("extension") and not needs_no_consent:
            continue  # outside the care team
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
