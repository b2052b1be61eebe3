"""What the rest of Cordée calls: every finding about a resource, or those of its profiles alone."""

from collections.abc import Callable, Sequence

from cordee.fhir.definitions import Registry, registry
from cordee.fhir.french_identifiers import identifier_issues
from cordee.fhir.json_value import Json
from cordee.fhir.validation.check import SECONDS_MAX, Check, Scope
from cordee.fhir.validation.conformance import check_named_profile, conforms_to
from cordee.fhir.validation.place import Item
from cordee.fhir.validation.report import ReportFullError
from cordee.fhir.validation.resources import check_whole, declared_profiles, resource_shape
from cordee.fhir.validation.structure import walk_resource
from cordee.kernel.errors import Issue


def validate(
    content: Json,
    profiles: Sequence[str] = (),
    known: Registry | None = None,
    seconds: float = SECONDS_MAX,
) -> list[Issue]:
    """Return every finding about a resource and those inside it, in the order of its elements.

    Held against base R4, the profiles it declares, the extensions it uses, and `profiles`. Nothing found: an empty
    list. A profile asked for that is not in force is an error, one that is only declared an information. `known` is
    the registry in force unless given.

    Cost: bounded by `seconds`, `DEPTH_MAX` and `ERRORS_MAX`; never raises, whatever the JSON.
    """
    check = Check(known or registry(), conforms_to, seconds)

    def whole() -> None:
        kind = str(content.get("resourceType", ""))
        scope = Scope(content, kind)
        check_whole(check, scope, walk_resource)
        _named(check, scope, profiles, "error")
        check.report.take(identifier_issues(content, kind))

    return _findings(check, whole)


def structural_faults(content: Json, seconds: float = SECONDS_MAX) -> list[Issue]:
    """Return the errors of a resource against the structure and required codes of base R4, without rules and profiles.

    This is what the typed decoder refuses, told whole.
    """
    check = Check(registry(), None, seconds, is_structural=True)
    scope = Scope(content, str(content.get("resourceType", "")))
    found = _findings(check, lambda: check_whole(check, scope, walk_resource))
    return [issue for issue in found if issue.severity == "error"]


def check_profiles(
    resource_type: str, content: Json, known: Registry | None = None, seconds: float = SECONDS_MAX
) -> list[Issue]:
    """Return the findings about the profiles a resource declares; its base structure is known to be right.

    Nothing about resources inside it: each has its own write, or is only carried.
    """
    check = Check(known or registry(), conforms_to, seconds)
    scope = Scope(content, resource_type)
    return _findings(check, lambda: _named(check, scope, declared_profiles(content), "information"))


def _named(check: Check, scope: Scope, profiles: Sequence[str], unknown: str) -> None:
    shape = resource_shape(check, scope.resource, scope.place) if profiles else None
    if shape is None:
        return
    item = Item(scope.resource, None, shape.kind, scope.place)
    for url in profiles:
        check_named_profile(check, scope, item, url, scope.place, unknown)


def _findings(check: Check, act: Callable[[], None]) -> list[Issue]:
    try:
        act()
    except ReportFullError:
        check.say_if_over()
    except RecursionError:
        check.report.issues.append(
            Issue(
                message_fr="Le contenu est imbriqué trop profondément pour être contrôlé.",
                message_en="The content is nested too deeply to be checked.",
                code="too-costly",
            )
        )
    return check.report.issues
