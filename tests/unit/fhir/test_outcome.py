"""Errors said the FHIR way."""

import json

from cordee.fhir import encode, operation_outcome
from cordee.kernel.errors import InvalidResourceError, Issue, NotFoundError


def test_error_without_issues_takes_the_code_of_its_category() -> None:
    assert json.loads(encode(operation_outcome(NotFoundError()))) == {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "error",
                "code": "not-found",
                "details": {"text": "Cette page n’existe pas, ou vous n’y avez pas accès."},
                "diagnostics": "There is nothing here, or nothing you may see.",
            }
        ],
    }


def test_issues_keep_their_places() -> None:
    issue = Issue(message_fr="Non.", message_en="No.", expression="Patient.gender", code="code-invalid")

    outcome = operation_outcome(InvalidResourceError((issue, issue)))

    assert [found.expression for found in outcome.issue] == [["Patient.gender"]] * 2
    assert outcome.issue[0].code == "code-invalid"


def test_no_issue_is_said_as_information() -> None:
    assert operation_outcome([]).issue[0].severity == "information"
