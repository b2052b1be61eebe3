"""Where each class is written: module names, import order, the index of the package."""

import re


def module_name(resource_type: str) -> str:
    """Return the module of a resource type: `CareTeam` lives in `care_team`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", resource_type).lower()
