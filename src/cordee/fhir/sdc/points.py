"""The points of an option or of a concept, under whichever extension a questionnaire writes them.

Answers carry them as R4's `ordinalValue`, which expressions sum.
"""

from collections.abc import Iterable
from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.sdc.extensions import ORDINAL_VALUE, POINTS, value_of
from cordee.fhir.terminology import Concept, property_value

_PROPERTIES = frozenset({"itemWeight", "ordinalValue"})


def points_of(holder: Json) -> Any:
    """Return the points an option or a Coding carries, or None; `ordinalValue` before the others."""
    return _first_number(value_of(holder, url) for url in POINTS)


def points_of_concept(concept: Concept) -> Any:
    """Return the points of a concept, or None: as its value set says, else its system, else among its properties."""
    said = (points_of({"extension": [one]}) for one in concept.extensions)
    properties = (property_value(one) for one in concept.properties if one.get("code") in _PROPERTIES)
    return _first_number([*said, *properties])


def with_points(coding: Json, points: Any) -> Json:
    """Return a Coding that carries points as `ordinalValue`; as it is when it does already, or there are none."""
    if points is None or value_of(coding, ORDINAL_VALUE) is not None:
        return coding
    return {
        **coding,
        "extension": [*coding.get("extension", ()), {"url": ORDINAL_VALUE, "valueDecimal": points}],
    }


def with_points_of_option(value: Json, option: Json) -> Json:
    """Return the value of an option as an answer carries it: with the points of the option, else its own."""
    points = points_of(option)
    return with_points(value, points_of(value) if points is None else points)


def _first_number(values: Iterable[Any]) -> Any:
    return next(
        (one for one in values if one is not None and not isinstance(one, bool | str | dict | list)), None
    )
