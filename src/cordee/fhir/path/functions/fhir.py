"""Functions FHIR adds.

Source: https://hl7.org/fhir/R4/fhirpath.html#functions
"""

from cordee.fhir.path.functions.registry import collection_function, function
from cordee.fhir.path.navigation import named
from cordee.fhir.path.node import Nodes, boolean
from cordee.fhir.path.references import resolve
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite


@function("extension", 1)
def extension(site: CallSite) -> Run:
    """Return the extensions of a given url."""
    step = named(site.shapes, "extension")

    def run(scope: Scope) -> Nodes:
        url = site.one(site.arguments[0](scope))
        if url is None:
            return []
        found = step(site.source(scope))
        return [node for node in found if isinstance(node.value, dict) and node.value.get("url") == url.value]

    return run


@function("hasExtension", 1)
def has_extension(site: CallSite) -> Run:
    """Return whether there is an extension of a given url; R4 publishes a search parameter that asks it."""
    found = extension(site)
    return lambda scope: boolean(bool(found(scope)))


@collection_function("hasValue")
def has_value(focus: Nodes) -> Nodes:
    """Return whether there is one item, a primitive with a value."""
    return boolean(len(focus) == 1 and focus[0].value is not None and not isinstance(focus[0].value, dict))


@collection_function("getValue")
def get_value(focus: Nodes) -> Nodes:
    """Return the one item's value, a primitive."""
    is_value = len(focus) == 1 and focus[0].value is not None and not isinstance(focus[0].value, dict)
    return focus if is_value else []


@function("resolve")
def resolve_function(site: CallSite) -> Run:
    """Return what the references lead to, without those that lead nowhere."""

    def run(scope: Scope) -> Nodes:
        found = [resolve(scope, node) for node in site.source(scope)]
        return [node for node in found if node is not None]

    return run
