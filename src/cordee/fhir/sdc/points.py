"""The points of an option or of a concept, under whichever extension a questionnaire writes them.

Answers carry them as R4's `ordinalValue`, which expressions sum.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.sdc.extensions import ORDINAL_VALUE, POINTS, value_of

_PROPERTIES = frozenset({"itemWeight", "ordinalValue"})
_LISTS = ("compose", "include", "exclude", "concept", "expansion", "contains")


def points_of(holder: Json) -> Any:
    """Return the points an option, a Coding or a concept carries, or None."""
    found = (value_of(holder, url) for url in POINTS)
    return next((one for one in found if one is not None and not isinstance(one, bool | str | dict)), None)


def points_in_properties(properties: Iterable[Json]) -> Any:
    """Return the points a code system gives a concept among its properties, or None."""
    values = (value for one in properties if one.get("code") in _PROPERTIES for value in one.values())
    return next((one for one in values if not isinstance(one, bool | str | dict | list)), None)


def with_points(coding: Json, points: Any) -> Json:
    """Return a Coding that carries points as `ordinalValue`; as it is when it does already, or there are none."""
    if points is None or value_of(coding, ORDINAL_VALUE) is not None:
        return coding
    return {
        **coding,
        "extension": [*coding.get("extension", ()), {"url": ORDINAL_VALUE, "valueDecimal": points}],
    }


def points_in(definitions: Iterable[Json]) -> Mapping[tuple[str, str], Any]:
    """Return the points that value sets and code systems give their concepts, by system and code; the first stands."""
    found: dict[tuple[str, str], Any] = {}
    for one in definitions:
        system = str(one.get("url", "")) if one.get("resourceType") == "CodeSystem" else ""
        left: list[tuple[Json, str]] = [(one, system)]
        while left:
            holder, system = left.pop()
            system = str(holder.get("system", system))
            points = points_of(holder) if "code" in holder else None
            if points is not None:
                found.setdefault((system, str(holder["code"])), points)
            left += [(inner, system) for name in _LISTS for inner in _objects(holder.get(name))]
    return found


def _objects(value: Any) -> list[Json]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
