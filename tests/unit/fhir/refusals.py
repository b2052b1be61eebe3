"""What decoding says about an input it refuses."""

import json
from typing import Any

import pytest

from cordee.fhir import decode
from cordee.kernel.errors import InvalidResourceError, Issue

OBSERVATION: dict[str, Any] = {"resourceType": "Observation", "status": "final", "code": {"text": "poids"}}
PATIENT: dict[str, Any] = {"resourceType": "Patient"}


def refusal(content: dict[str, Any] | bytes) -> InvalidResourceError:
    """Return the error of decoding `content`, which must be refused."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(InvalidResourceError) as caught:
        decode(data)
    return caught.value


def only_issue(content: dict[str, Any] | bytes) -> Issue:
    """Return the single issue of decoding `content`."""
    (issue,) = refusal(content).issues
    return issue
