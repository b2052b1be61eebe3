"""The definitions in force: base R4, compiled at build time, and the implementation guides installed since.

Owns how definitions are kept and found. Must not know what they are used for, nor where installed guides are kept.
"""

from cordee.fhir.definitions.artefact import Artefact, PackageId
from cordee.fhir.definitions.errors import PackageRefusedError, UnreadableArtefactError
from cordee.fhir.definitions.in_force import base_artefact, base_registry, put_in_force, registry
from cordee.fhir.definitions.registry import Registry

__all__ = [
    "Artefact",
    "PackageId",
    "PackageRefusedError",
    "Registry",
    "UnreadableArtefactError",
    "base_artefact",
    "base_registry",
    "put_in_force",
    "registry",
]
