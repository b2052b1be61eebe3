"""FHIRPath Patch. Source: https://hl7.org/fhir/R4/fhirpatch.html"""

from cordee.fhir.json_value import Json
from cordee.fhir.patch.errors import UnreadablePatchError


class FhirPathPatch:
    """A patch read from Parameters."""

    def __init__(self, parameters: Json, type_: str) -> None:
        raise UnreadablePatchError(
            "FHIRPath Patch n’est pas encore proposé", "FHIRPath Patch is not offered yet"
        )

    def apply(self, resource: Json) -> Json:
        """Return the resource changed."""
        raise NotImplementedError
