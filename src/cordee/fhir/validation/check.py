"""One validation in progress: what it knows, what it found, and what it may still spend."""

import time
from collections.abc import Callable
from typing import Any

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.path import Environment
from cordee.fhir.validation.report import TOO_COSTLY, Report, ReportFullError

SECONDS_MAX = 5.0
"""Validation of one input stops after this, and says so, unless the caller gives another bound."""
DEPTH_MAX = 100
"""Elements inside elements deeper than this are refused, not looked into."""
PROFILES_INSIDE_MAX = 32
"""Profiles that lead to profiles about the same value deeper than this are not followed."""
_STEPS_BETWEEN_LOOKS = 256


class Check:
    """The registry, the report and the budget of one validation; `is_structural` leaves out rules and profiles.

    `conforms_to` answers FHIRPath's function of that name. `conformances` remembers which values were found to conform
    to which profile: slices ask several times.
    """

    def __init__(
        self,
        registry: Registry,
        conforms_to: "ConformsTo | None" = None,
        seconds: float = SECONDS_MAX,
        *,
        is_structural: bool = False,
    ) -> None:
        self.is_structural = is_structural
        self.registry = registry
        self.report = Report()
        self.conforms_to = conforms_to
        self.conformances: dict[tuple[int, str], bool] = {}
        self.inside = 0
        self.inside_resources = 0
        self._ends_at = time.monotonic() + seconds
        self._steps = 0
        self._entries: dict[int, dict[str, Json]] = {}

    def aside(self) -> "Check":
        """Return a check that spends from a fresh report what this one has left, to ask a question silently."""
        other = Check(self.registry, self.conforms_to, is_structural=self.is_structural)
        other.conformances = self.conformances
        other.inside = self.inside + 1
        other._ends_at = self._ends_at
        return other

    def try_out(self, act: Callable[[], None]) -> None:
        """Run a part of the validation that may fill this check's report; running out of time still ends everything."""
        try:
            act()
        except ReportFullError:
            if time.monotonic() > self._ends_at:
                raise

    def entries(self, bundle: Json) -> dict[str, Json]:
        """Return what references inside a Bundle may lead to; computed once for each Bundle."""
        if id(bundle) not in self._entries:
            self._entries[id(bundle)] = entries_of(bundle)
        return self._entries[id(bundle)]

    def spend(self, place: str) -> None:
        """Count one step; raises ReportFullError after `SECONDS_MAX`."""
        self._steps += 1
        if self._steps % _STEPS_BETWEEN_LOOKS == 0:
            self.look_at_the_clock(place)

    def say_if_over(self) -> None:
        """Say that time ran out, when a part that was tried out silently used it up."""
        is_said = any(issue.code == "too-costly" for issue in self.report.issues)
        if time.monotonic() > self._ends_at and not is_said:
            self.report.issues.append(TOO_COSTLY)

    def look_at_the_clock(self, place: str) -> None:
        """Raise ReportFullError after `SECONDS_MAX`, once the report says so."""
        if time.monotonic() > self._ends_at:
            self.report.issues.append(TOO_COSTLY)
            raise ReportFullError


class Scope:
    """The resource a value stands in, and those a reference in it may lead to without asking a server.

    `place` is the FHIRPath of `resource`; `container` the resource that contains it, or itself; `entries` the resources
    of the Bundle around it, by full address.
    """

    __slots__ = ("_contained", "container", "entries", "environment", "place", "resource")

    def __init__(
        self,
        resource: Json,
        place: str,
        container: Json | None = None,
        entries: dict[str, Json] | None = None,
    ) -> None:
        self.resource = resource
        self.place = place
        self.container = resource if container is None else container
        self.entries = entries or {}
        self.environment: tuple[Check, Environment] | None = None
        self._contained: dict[str, Json] | None = None

    def resolve(self, reference: str) -> Json | None:
        """Return the resource a literal reference leads to inside this input, or None."""
        if reference.startswith("#"):
            return self.container if reference == "#" else self.contained.get(reference[1:])
        return self.entries.get(reference)

    @property
    def contained(self) -> dict[str, Json]:
        """Return the contained resources by id."""
        if self._contained is None:
            found: Any = self.container.get("contained")
            self._contained = {
                one["id"]: one
                for one in (found if isinstance(found, list) else ())
                if isinstance(one, dict) and isinstance(one.get("id"), str)
            }
        return self._contained


ConformsTo = Callable[[Check, Scope, Any, str], bool | None]
"""Whether a value of a scope conforms to the profile at an address; None when that is not in force."""


def entries_of(bundle: Json) -> dict[str, Json]:
    """Return the resources of a Bundle by full address, and by `Type/id` where that is what references say."""
    found: dict[str, Json] = {}
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            continue
        if isinstance(entry.get("fullUrl"), str):
            found[entry["fullUrl"]] = resource
        if isinstance(resource.get("id"), str):
            found.setdefault(f"{resource.get('resourceType')}/{resource['id']}", resource)
    return found
