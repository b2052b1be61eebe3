"""Filtering and projection.

Source: http://hl7.org/fhirpath/N1/#filtering-and-projection
"""

from cordee.fhir.path.equality import key_of
from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.functions.subsetting import truths
from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite


@function("where", 1)
def where(site: CallSite) -> Run:
    """Return the items that satisfy the criteria."""
    criteria = truths(site)

    def run(scope: Scope) -> Nodes:
        return [node for node, inner in site.each(scope) if criteria(inner)]

    return run


@function("select", 1)
def select(site: CallSite) -> Run:
    """Return what the projection gives for each item, in one collection."""
    projection = site.arguments[0]

    def run(scope: Scope) -> Nodes:
        found: Nodes = []
        for _, inner in site.each(scope):
            items = projection(inner)
            site.spend(scope, len(items))
            found += items
        return found

    return run


@function("repeat", 1)
def repeat(site: CallSite) -> Run:
    """Return all the projection gives, then what it gives on that, until nothing new comes."""
    projection = site.arguments[0]

    def run(scope: Scope) -> Nodes:
        inner = scope.inner()
        seen: dict[object, Node] = {}
        waiting = site.source(scope)
        while waiting:
            site.spend(scope, len(waiting))
            found: Nodes = []
            for index, node in enumerate(waiting):
                inner.this = [node]
                inner.index = index
                for item in projection(inner):
                    key = key_of(item)
                    if key not in seen:
                        seen[key] = item
                        found.append(item)
            waiting = found
        return list(seen.values())

    return run


@function("aggregate", 1, 2)
def aggregate(site: CallSite) -> Run:
    """Return `$total` after the aggregator has been evaluated for each item."""
    aggregator = site.arguments[0]

    def run(scope: Scope) -> Nodes:
        total = site.arguments[1](scope) if len(site.arguments) > 1 else []
        for _, inner in site.each(scope):
            inner.total = total
            total = aggregator(inner)
        return total

    return run
