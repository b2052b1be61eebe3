"""What a write does with the profiles a resource declares, and with the check digits of French identifiers."""

from enum import StrEnum

from cordee.fhir.french_identifiers import identifier_issues, may_hold_any
from cordee.fhir.json_value import read_json
from cordee.fhir.validation import check_profiles
from cordee.kernel.errors import Issue
from cordee.kernel.log import get_logger
from cordee.store.errors import ProfileRefusedError

SECONDS_MAX = 1.0
"""A write waits no longer than this for its profiles; what was not looked at by then counts as an error."""

_PROFILE = b'"profile"'
_log = get_logger(__name__)


class ProfileCheck(StrEnum):
    """What to do with findings about declared profiles: do not look, store and tell, or refuse errors."""

    IGNORE = "ignore"
    WARN = "warn"
    REFUSE = "refuse"


_in_force = ProfileCheck.WARN


def put_in_force(check: ProfileCheck) -> None:
    """Make this what every later write of the process does."""
    global _in_force  # noqa: PLW0603  one process, one setting
    _in_force = check


def checked(resource_type: str, id_: str, content: bytes) -> tuple[Issue, ...]:
    """Return the findings to tell about a resource to be stored, whose base structure is known to be right.

    The check digits of an INS are looked at whatever the setting: for a qualified identity on a production OID a
    wrong one is refused. Findings are logged by their number and places' types only, never with content.

    Raises: ProfileRefusedError with every finding.
    Cost: a scan of the bytes when no profile is declared and no French identifier is there.
    """
    looks_at_profiles = _in_force is not ProfileCheck.IGNORE and _PROFILE in content
    looks_at_identifiers = may_hold_any(content)
    if not looks_at_profiles and not looks_at_identifiers:
        return ()
    resource = read_json(content)
    of_identifiers = tuple(identifier_issues(resource, resource_type)) if looks_at_identifiers else ()
    of_profiles = (
        tuple(check_profiles(resource_type, resource, seconds=SECONDS_MAX)) if looks_at_profiles else ()
    )
    found = (*of_identifiers, *of_profiles)
    refused = (*of_identifiers, *(of_profiles if _in_force is ProfileCheck.REFUSE else ()))
    if any(issue.severity == "error" for issue in refused):
        raise ProfileRefusedError(found)
    told = tuple(issue for issue in found if issue.severity != "information")
    if told:
        errors = sum(issue.severity == "error" for issue in told)
        _log.warning(
            "stored with findings", type=resource_type, id=id_, errors=errors, warnings=len(told) - errors
        )
    return found
