"""Find the whole resources a resource carries as bytes: contained, bundle entries, parameters."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    from cordee.fhir.r4 import Resource


class InnerResource(NamedTuple):
    """The bytes of one resource inside another, and where they stand."""

    content: msgspec.Raw
    path: str
    is_contained: bool = False


def inner_resources(resource: "Resource", path: str) -> Iterator[InnerResource]:
    """Yield the resources directly inside `resource`; those inside them in turn are not visited."""
    for index, content in enumerate(getattr(resource, "contained", None) or ()):
        yield InnerResource(content, f"{path}.contained[{index}]", True)
    if resource.resourceType == "Bundle":
        yield from _of_bundle(resource, path)
    elif resource.resourceType == "Parameters":
        yield from _of_parameters(resource.parameter or (), f"{path}.parameter")  # type: ignore[attr-defined]


def _of_bundle(bundle: Any, path: str) -> Iterator[InnerResource]:
    for index, entry in enumerate(bundle.entry or ()):
        place = f"{path}.entry[{index}]"
        if entry.resource is not None:
            yield InnerResource(entry.resource, f"{place}.resource")
        if entry.response is not None and entry.response.outcome is not None:
            yield InnerResource(entry.response.outcome, f"{place}.response.outcome")


def _of_parameters(parameters: Any, path: str) -> Iterator[InnerResource]:
    for index, parameter in enumerate(parameters):
        place = f"{path}[{index}]"
        if parameter.resource is not None:
            yield InnerResource(parameter.resource, f"{place}.resource")
        yield from _of_parameters(parameter.part or (), f"{place}.part")
