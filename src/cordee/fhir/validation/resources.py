"""Resources: the one asked about, and those inside it (contained, Bundle entries, parameters)."""

from collections.abc import Callable
from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.validation.check import Check, Scope
from cordee.fhir.validation.conformance import check_named_profile
from cordee.fhir.validation.containment import check_contained, check_container
from cordee.fhir.validation.place import Item
from cordee.fhir.validation.shapes import Shape, shape_of

RESOURCES_INSIDE_MAX = 8
"""Resources inside resources deeper than this are refused."""

WalkResource = Callable[[Check, Scope, Shape], None]


def check_resource(
    check: Check, value: Json, place: str, outer: Scope, element_path: str, walk: WalkResource
) -> None:
    """Check a resource inside another one."""
    if check.inside_resources >= RESOURCES_INSIDE_MAX:
        _expected(check, place, "moins de ressources imbriquées", "fewer resources inside one another")
        return
    is_contained = element_path.endswith(".contained")
    if is_contained:
        check_contained(check, value, place)
        scope = Scope(value, place, outer.container, outer.entries)
    elif outer.resource.get("resourceType") == "Bundle":
        scope = Scope(value, place, None, check.entries(outer.resource))
    else:
        scope = Scope(value, place)
    check.inside_resources += 1
    check_whole(check, scope, walk)
    check.inside_resources -= 1


def check_whole(check: Check, scope: Scope, walk: WalkResource) -> None:
    """Check a resource's structure, then what it is said to conform to in `meta.profile`."""
    shape, place = resource_shape(check, scope.resource, scope.place), scope.place
    if shape is None:
        return
    walk(check, scope, shape)
    if check.is_structural:
        return
    if scope.container is scope.resource:
        check_container(check.report, scope.resource, place)
    for index, url in enumerate(declared_profiles(scope.resource)):
        item = Item(scope.resource, None, shape.kind, place)
        check_named_profile(check, scope, item, url, f"{place}.meta.profile[{index}]")


def resource_shape(check: Check, value: Json, place: str) -> Shape | None:
    """Return the shape of a resource's type; None once the report says that there is no such type."""
    kind = value.get("resourceType")
    shape = shape_of(check.registry, kind) if isinstance(kind, str) and kind in RESOURCE_TYPES else None
    if shape is None:
        _expected(
            check,
            place or "resourceType",
            "un « resourceType » qui nomme une ressource FHIR R4",
            "a 'resourceType' that names a FHIR R4 resource",
        )
    return shape


def declared_profiles(resource: Json) -> list[str]:
    """Return the addresses in `meta.profile`, each once."""
    meta: Any = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    found = profiles if isinstance(profiles, list) else []
    return list(dict.fromkeys(url for url in found if isinstance(url, str)))


def _expected(check: Check, place: str, french: str, english: str) -> None:
    check.report.add(
        "error", "structure", place, f"Attendu : {french} (FHIR R4).", f"Expected {english} (FHIR R4)."
    )
