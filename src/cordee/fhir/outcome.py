"""Say what happened the FHIR way: an OperationOutcome."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cordee.fhir import r4
from cordee.kernel.errors import ISSUE_CODE, CordeeError, Issue

if TYPE_CHECKING:
    from cordee.fhir.r4 import OperationOutcome, OperationOutcomeIssue


def operation_outcome(findings: CordeeError | Iterable[Issue]) -> "OperationOutcome":
    """Return the outcome of an error or of a list of issues, French in `details`, English in `diagnostics`.

    When an error has no issues of its own, its category gives the code of the only one.
    """
    if isinstance(findings, CordeeError):
        issues = findings.issues or (_whole(findings),)
    else:
        issues = tuple(findings) or (_ALL_WELL,)
    return r4.OperationOutcome(issue=[_issue(issue) for issue in issues])


_ALL_WELL = Issue(
    message_fr="Aucune anomalie.", message_en="No issue.", code="informational", severity="information"
)


def _whole(error: CordeeError) -> Issue:
    return Issue(
        message_fr=error.message_fr,
        message_en=error.message_en,
        code=ISSUE_CODE[error.category],
        severity="error",
    )


def _issue(issue: Issue) -> "OperationOutcomeIssue":
    return r4.OperationOutcomeIssue(
        severity=issue.severity,
        code=issue.code,
        details=r4.CodeableConcept(text=issue.message_fr),
        diagnostics=issue.message_en,
        expression=[issue.expression] if issue.expression else None,
    )
