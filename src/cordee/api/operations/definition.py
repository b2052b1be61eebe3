"""An OperationDefinition as the framework reads it. Source: https://hl7.org/fhir/R4/operationdefinition.html"""

from typing import Any

import msgspec

from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.json_value import Json

ANY_RESOURCE = frozenset({"Resource", "DomainResource", "Any"})
LEVELS = ("system", "type", "instance")


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter: `max` is None for `*`; `type` is empty when it is made of `parts`."""

    name: str
    min: int
    max: int | None
    type: str
    search_type: str
    parts: tuple["Parameter", ...]

    @property
    def is_resource(self) -> bool:
        """Return whether its values are whole resources."""
        return self.type in RESOURCE_TYPES or self.type in ANY_RESOURCE

    @property
    def is_primitive(self) -> bool:
        """Return whether a query string can carry its values."""
        return self.type[:1].islower()


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation is called, where it may be invoked, and what goes in and out.

    `affects_state` is None when the definition does not say.
    """

    url: str
    code: str
    levels: frozenset[str]
    types: frozenset[str]
    affects_state: bool | None
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]

    @property
    def sole_resource(self) -> Parameter | None:
        """Return the one input that may come as a bare body: exactly one is a resource."""
        found = [one for one in self.inputs if one.is_resource]
        return found[0] if len(found) == 1 else None

    @property
    def bare_output(self) -> Parameter | None:
        """Return the one output that goes out as it is: a resource called `return`."""
        only = self.outputs[0] if len(self.outputs) == 1 else None
        return only if only is not None and only.name == "return" and only.is_resource else None


def read_definition(content: Json) -> Definition:
    """Return the definition of an OperationDefinition resource."""
    parameters = content.get("parameter", ())
    return Definition(
        url=content["url"],
        code=content["code"],
        levels=frozenset(level for level in LEVELS if content.get(level)),
        types=frozenset(content.get("resource", ())),
        affects_state=content.get("affectsState"),
        inputs=tuple(_parameter(one) for one in parameters if one["use"] == "in"),
        outputs=tuple(_parameter(one) for one in parameters if one["use"] == "out"),
    )


def _parameter(content: dict[str, Any]) -> Parameter:
    most = content["max"]
    return Parameter(
        name=content["name"],
        min=content["min"],
        max=None if most == "*" else int(most),
        type=content.get("type", ""),
        search_type=content.get("searchType", ""),
        parts=tuple(_parameter(one) for one in content.get("part", ())),
    )
