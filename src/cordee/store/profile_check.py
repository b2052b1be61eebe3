"""What a write does with the profiles a resource declares, and with the check digits of French identifiers."""

import time
from enum import StrEnum

from cordee.fhir.french_identifiers import identifier_issues, may_hold_any
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.validation import check_profiles
from cordee.kernel.errors import Issue
from cordee.kernel.log import get_logger
from cordee.store.errors import ProfileRefusedError

SECONDS_MAX = 1.0
"""A resource is looked at no longer than this for its profiles; what was not looked at by then counts as an error."""
UNIT_SECONDS_MAX = 5.0
"""What is written together is looked at no longer than this: nobody else is answered meanwhile."""

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


class Budget:
    """The time that is left for the profiles of what is written together."""

    def __init__(self) -> None:
        self._left = UNIT_SECONDS_MAX

    def findings(self, resource_type: str, resource: Json) -> tuple[Issue, ...]:
        """Return the findings about the profiles a resource declares, within what is left."""
        begun = time.monotonic()
        found = tuple(check_profiles(resource_type, resource, seconds=min(SECONDS_MAX, max(self._left, 0))))
        self._left -= time.monotonic() - begun
        return found


def checked(resource_type: str, id_: str, content: bytes, budget: Budget) -> tuple[Issue, ...]:
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
    of_profiles = budget.findings(resource_type, resource) if looks_at_profiles else ()
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
