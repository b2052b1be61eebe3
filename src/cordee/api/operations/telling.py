"""Tell, inside a resource that is the whole answer, what could not be done."""

from collections.abc import Sequence

from cordee.fhir import encode, operation_outcome
from cordee.fhir.json_value import Json, read_json
from cordee.kernel.errors import Issue

MESSAGES = "http://hl7.org/fhir/StructureDefinition/cqf-messages"
_ID = "messages"


def outcome_of(issues: Sequence[Issue]) -> Json:
    """Return the OperationOutcome of some issues."""
    return read_json(encode(operation_outcome(issues)))


def with_messages(resource: Json, issues: Sequence[Issue]) -> Json:
    """Return the resource with an OperationOutcome it contains, named by the extension `cqf-messages`.

    Without issues it is returned as it is.
    """
    if not issues:
        return resource
    outcome = {"resourceType": "OperationOutcome", "id": _ID, "issue": outcome_of(issues)["issue"]}
    extension = {"url": MESSAGES, "valueReference": {"reference": f"#{_ID}"}}
    return {
        **resource,
        "contained": [*resource.get("contained", []), outcome],
        "extension": [*resource.get("extension", []), extension],
    }
