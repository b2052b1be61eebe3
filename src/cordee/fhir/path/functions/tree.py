"""Tree navigation.

Source: http://hl7.org/fhirpath/N1/#tree-navigation
"""

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.navigation import children
from cordee.fhir.path.node import Nodes
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite


@function("children")
def children_of(site: CallSite) -> Run:
    """Return all elements directly below the items."""

    def run(scope: Scope) -> Nodes:
        found = [child for node in site.source(scope) for child in children(site.shapes, node)]
        site.spend(scope, len(found))
        return found

    return run


@function("descendants")
def descendants(site: CallSite) -> Run:
    """Return all elements below the items, level by level; equal ones at different places are all kept."""

    def run(scope: Scope) -> Nodes:
        found: Nodes = []
        level = site.source(scope)
        while level:
            level = [child for node in level for child in children(site.shapes, node)]
            site.spend(scope, len(level))
            found += level
        return found

    return run
