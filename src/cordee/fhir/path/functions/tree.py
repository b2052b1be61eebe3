"""Tree navigation.

Source: http://hl7.org/fhirpath/N1/#tree-navigation
"""

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.navigation import children
from cordee.fhir.path.node import Nodes, is_resource
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
    """Return all elements below the items, level by level; equal ones at different places are all kept.

    Those of a resource are kept for the evaluation: R4's dom-3 asks for `%resource.descendants()` once for each
    contained resource and kind of reference.
    """

    def run(scope: Scope) -> Nodes:
        focus = site.source(scope)
        if len(focus) == 1 and is_resource(focus[0]):
            known = scope.evaluation.descendants
            key = id(focus[0].value)
            if key not in known:
                known[key] = (
                    focus[0],
                    below(scope, focus),
                )  # the node keeps its value, and so the key, alive
            return known[key][1]
        return below(scope, focus)

    def below(scope: Scope, level: Nodes) -> Nodes:
        found: Nodes = []
        while level:
            level = [child for node in level for child in children(site.shapes, node)]
            site.spend(scope, len(level))
            found += level
        return found

    return run
