"""Structures that take part: R4 lets no Organization do so, hence a contained service that it provides."""

from collections.abc import Iterable

import msgspec

from cordee.fhir import encode
from cordee.fhir.r4 import HealthcareService, Reference


class _Service(msgspec.Struct):
    id: str = ""
    providedBy: Reference | None = None


_decode = msgspec.json.Decoder(_Service).decode


def service_of(reference: str, name: str, id_: str) -> msgspec.Raw:
    """Return the service a structure provides, to be contained under an id."""
    provider = Reference(reference=reference, display=name)
    return msgspec.Raw(encode(HealthcareService(id=id_, name=name, providedBy=provider)))


def structure_behind(reference: str, contained: Iterable[msgspec.Raw] | None) -> str:
    """Return the structure a participant stands for, empty for a contained resource that names none.

    Whatever is not contained stands for itself.
    """
    if not reference.startswith("#"):
        return reference
    for one in contained or ():
        service = _decode(one)
        if f"#{service.id}" == reference and service.providedBy is not None:
            return service.providedBy.reference or ""
    return ""
