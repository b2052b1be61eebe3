"""Which profiles the installed guides bring for each resource type."""

from collections.abc import Mapping

from cordee.fhir.definitions.registry import Registry


def guide_profiles(registry: Registry) -> Mapping[str, list[str]]:
    """Return the canonical addresses, with version, of the guides' profiles, by resource type.

    Cost: reads every profile of the guides once for a registry.
    """
    return registry.memo("guide profiles", _profiles)


def _profiles(registry: Registry) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for artefact, entry in registry.places("StructureDefinition"):
        if artefact is registry.base:
            continue
        structure = artefact.read(entry)
        if structure.get("kind") == "resource" and structure.get("derivation") == "constraint":
            address = f"{entry.url}|{entry.version}" if entry.version else entry.url
            found.setdefault(structure.get("type", ""), []).append(address)
    return found
