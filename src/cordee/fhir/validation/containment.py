"""Contained resources: nothing contained in them, no marks of their own, each one referred to (dom-2 to dom-5)."""

from collections.abc import Iterator
from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.validation.check import Check
from cordee.fhir.validation.report import Report

_NOT_IN_META = ("versionId", "lastUpdated", "security")
_DEPTH_MAX = 150


def check_contained(check: Check, resource: Json, place: str) -> None:
    """Check what R4 forbids a contained resource to carry."""
    report = check.report
    if "contained" in resource:
        _error(
            report,
            f"{place}.contained",
            "Une ressource contenue ne peut pas en contenir une autre (dom-2).",
            "A contained resource cannot contain another one (dom-2).",
        )
    meta = None if check.is_structural else resource.get("meta")
    for name in _NOT_IN_META:
        if isinstance(meta, dict) and name in meta:
            key = "dom-5" if name == "security" else "dom-4"
            _error(
                report,
                f"{place}.meta.{name}",
                f"Une ressource contenue n’a pas de meta.{name} ({key}).",
                f"A contained resource has no meta.{name} ({key}).",
            )


def check_container(report: Report, resource: Json, place: str) -> None:
    """Check that each contained resource is referred to by the resource around it, or refers to it."""
    contained = resource.get("contained")
    if not isinstance(contained, list):
        return
    around = set(_local_references(resource, 0))
    for index, one in enumerate(contained):
        if not isinstance(one, dict):
            continue
        id_ = one.get("id")
        if f"#{id_}" not in around and "#" not in set(_local_references(one, 0)):
            _error(
                report,
                f"{place}.contained[{index}]",
                "Une ressource contenue doit être désignée par une référence « #id » de la ressource qui la "
                "contient, ou désigner celle-ci par « # » (dom-3).",
                "A contained resource must be referred to by '#id' from the resource that contains it, or refer "
                "to it by '#' (dom-3).",
            )


def _local_references(value: Any, depth: int) -> Iterator[str]:
    """Yield each text that starts with `#`: in references, canonicals and addresses alike."""
    if isinstance(value, str):
        if value.startswith("#"):
            yield value
    elif depth < _DEPTH_MAX:
        below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for one in below:
            yield from _local_references(one, depth + 1)


def _error(report: Report, place: str, french: str, english: str) -> None:
    report.add("error", "invariant", place, french, english)
