"""Read a resource as typed objects; when it is refused, tell everything that is wrong with its structure.

The fast decoder of `codec` stops at its first fault. The validator goes on and finds the others.
"""

from typing import TYPE_CHECKING

from cordee.fhir import codec
from cordee.fhir.errors import NonConformantResourceError
from cordee.fhir.json_value import read_json
from cordee.fhir.validation import structural_faults
from cordee.kernel.errors import Issue

if TYPE_CHECKING:
    from cordee.fhir.r4 import Resource

SECONDS_MAX = 1.0
"""Looking for the other faults takes no longer than this."""


def decode(data: bytes | memoryview | str, expected_type: str | None = None) -> "Resource":
    """Return the typed resource of a JSON text, as `codec.decode`; a refusal tells every structural fault.

    Raises: UnreadableResourceError, NonConformantResourceError; nothing else, whatever the input.
    Cost: that of `codec.decode` when the resource is right.
    """
    try:
        return codec.decode(data, expected_type)
    except NonConformantResourceError as error:
        raise NonConformantResourceError(_every_fault(data, error.issues)) from None


def _every_fault(data: bytes | memoryview | str, first: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """Return the faults the validator finds; what the decoder said when the validator finds none."""
    return tuple(structural_faults(read_json(data), SECONDS_MAX)) or first
