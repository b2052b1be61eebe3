"""Operators on collections: union, membership, equality.

Source: http://hl7.org/fhirpath/N1/#collections-2
"""

from cordee.fhir.path.equality import distinct, equal, equal_items
from cordee.fhir.path.equivalence import equivalent
from cordee.fhir.path.node import Node, Nodes, boolean
from cordee.fhir.path.operators.registry import operator
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import Site


@operator("|")
def union(site: Site, left: Run, right: Run) -> Run:
    """Return the distinct items of both sides."""
    return lambda scope: distinct([*left(scope), *right(scope)])


@operator("=")
def equals(site: Site, left: Run, right: Run) -> Run:
    """Return whether both sides hold equal items in the same order."""
    return lambda scope: boolean(equal(left(scope), right(scope)))


@operator("!=")
def differs(site: Site, left: Run, right: Run) -> Run:
    """Return the opposite of `=`."""

    def run(scope: Scope) -> Nodes:
        same = equal(left(scope), right(scope))
        return boolean(None if same is None else not same)

    return run


def _holds(site: Site, wanted: Nodes, items: Nodes) -> Nodes:
    node: Node | None = site.one(wanted)
    if node is None:
        return []
    return boolean(any(equal_items(node, item) for item in items))


@operator("in")
def within(site: Site, left: Run, right: Run) -> Run:
    """Return whether the left item is among the right ones."""
    return lambda scope: _holds(site, left(scope), right(scope))


@operator("contains")
def containing(site: Site, left: Run, right: Run) -> Run:
    """Return whether the right item is among the left ones."""
    return lambda scope: _holds(site, right(scope), left(scope))


@operator("~")
def resembles(site: Site, left: Run, right: Run) -> Run:
    """Return whether both sides are alike, in any order."""
    return lambda scope: boolean(equivalent(left(scope), right(scope)))


@operator("!~")
def resembles_not(site: Site, left: Run, right: Run) -> Run:
    """Return the opposite of `~`."""
    return lambda scope: boolean(not equivalent(left(scope), right(scope)))
