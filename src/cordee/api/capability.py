"""Say what this server does, from what it really serves. Source: https://hl7.org/fhir/R4/capabilitystatement.html"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import msgspec

from cordee.access.applications.address import ServerAddress
from cordee.api.call import Call, Interaction, Reply
from cordee.api.operations import listed_operations
from cordee.api.searchable import system_search, type_search
from cordee.api.smart.configuration import security
from cordee.api.traces import AUDIT_EVENT, trace_described
from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.definitions import Registry, registry
from cordee.fhir.definitions.profiles import guide_profiles
from cordee.fhir.patch import JSON_PATCH_TYPE
from cordee.kernel.clock import now

BASES_KEPT = 16  # addresses this server is reached by; each has its own statement


def capability_of(
    interactions: Sequence[Interaction], address: Callable[[str], ServerAddress | None]
) -> Interaction:
    """Return the interaction that describes all the others.

    `address` says by which address applications know the server reached at a base, None when they are not served.
    Its answer is built once for each base address, and anew when guides are installed or retired.
    """
    started_on = now().date().isoformat()

    @lru_cache(BASES_KEPT)
    def content(base: str, definitions: Registry) -> bytes:
        return msgspec.json.encode(_statement(interactions, base, address(base), started_on, definitions))

    async def capability(call: Call) -> Reply:
        return Reply(status=200, content=content(call.base, registry()))

    return Interaction(
        code="capabilities",
        level="system",
        method="GET",
        path="/metadata",
        handler=capability,
        needs_token=False,
    )


def _statement(
    interactions: Sequence[Interaction],
    base: str,
    address: ServerAddress | None,
    on: str,
    definitions: Registry,
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": on,
        "kind": "instance",
        "software": {"name": "Cordée", "version": version("cordee")},
        "implementation": {"description": "Dossier de coordination partagé", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "patchFormat": [JSON_PATCH_TYPE, "application/fhir+json"],
        "rest": [_rest(interactions, address, definitions)],
    }
    if guides := _guides(definitions):
        described["implementationGuide"] = guides
    return described


def _guides(definitions: Registry) -> list[str]:
    headers = [artefact.header for artefact in definitions.artefacts[1:]]
    return [
        f"{header.canonical}/ImplementationGuide/{header.name}|{header.version}"
        for header in headers
        if header.canonical
    ]


def _rest(
    interactions: Sequence[Interaction], address: ServerAddress | None, definitions: Registry
) -> dict[str, Any]:
    profiles = guide_profiles(definitions)
    per_type = list(dict.fromkeys(one.code for one in interactions if one.level in ("type", "instance")))
    system = dict.fromkeys(
        code for one in interactions if one.level == "system" for code in (one.code, *one.also)
    )
    return {
        "mode": "server",
        "documentation": "Lectures et écritures limitées aux cercles de soins du porteur du jeton.",
        "security": security(address),
        "resource": [_resource(name, per_type, profiles.get(name, [])) for name in sorted(RESOURCE_TYPES)],
        "interaction": [{"code": code} for code in system],
        **system_search(),
        **_operations(),
    }


def _resource(name: str, codes: list[str], profiles: list[str]) -> dict[str, Any]:
    if name == AUDIT_EVENT:
        return trace_described(profiles)
    described: dict[str, Any] = {
        "type": name,
        "interaction": [{"code": code} for code in codes],
        "versioning": "versioned-update",
        "readHistory": True,
        "updateCreate": True,
        "conditionalCreate": True,
        "conditionalRead": "full-support",
        "conditionalUpdate": True,
        "conditionalDelete": "multiple",
        "referencePolicy": ["literal", "logical"],
    }
    if profiles:
        described["supportedProfile"] = profiles
    described |= _operations(name)
    described |= type_search(registry(), name)
    return described


def _operations(type_: str = "") -> dict[str, Any]:
    listed = listed_operations(type_)
    return {"operation": listed} if listed else {}
