"""Offers as the ROR publishes them: FHIR resources, one a line (NDJSON), of the directory's types only."""

import msgspec

from cordee.exchange.directory.errors import LineRefusedError
from cordee.exchange.directory.made import Made, digest_of
from cordee.fhir import decode
from cordee.kernel.errors import CordeeError

TYPES = frozenset({"Organization", "HealthcareService", "Location", "Practitioner", "PractitionerRole"})


class _Typed(msgspec.Struct):
    resourceType: str = ""
    id: str = ""


_typed = msgspec.json.Decoder(_Typed)


class RorLayout:
    """Each line is the resource it makes, under its own id."""

    name = "ror"

    def __init__(self, _header: str) -> None:
        pass

    @staticmethod
    def knows(header: str) -> bool:
        """Return whether a first line is a resource."""
        return header.lstrip().startswith("{") and '"resourceType"' in header

    def read(self, number: int, text: str) -> Made | None:
        """Return what a line makes. Raises: LineRefusedError."""
        content = text.strip().encode()
        if not content:
            return None
        try:
            typed = _typed.decode(content)
        except msgspec.DecodeError as error:
            raise LineRefusedError("json") from error
        if typed.resourceType not in TYPES:
            raise LineRefusedError("type")
        if not typed.id:
            raise LineRefusedError("identifier")
        try:
            resource = decode(content, typed.resourceType)
        except CordeeError as error:
            raise LineRefusedError("refused") from error
        return Made(number, resource, (), (), digest_of(text.strip()))
