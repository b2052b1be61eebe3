"""Sums and extremes of a collection: beyond N1, and what the scores of questionnaires are written with.

Source: https://hl7.org/fhir/uv/sdc/expressions.html#fhirpath
"""

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.operators.arithmetic import computed
from cordee.fhir.path.operators.comparison import order
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite, Site


def _items(site: CallSite, scope: Scope) -> Nodes:
    focus = site.source(scope)
    site.spend(scope, len(focus))
    return [node for node in focus if node.value is not None]


def _operator(site: CallSite, name: str) -> Site:
    return Site(expression=site.expression, position=site.position, name=name, shapes=site.shapes)


def _total(site: CallSite, items: Nodes) -> Nodes:
    plus = _operator(site, "+")
    total: Nodes = items[:1]
    for node in items[1:]:
        if not total:
            break
        total = computed(plus, total[0], node)
    return total


@function("sum")
def total(site: CallSite) -> Run:
    """Return the sum of numbers or quantities, nothing of nothing."""
    return lambda scope: _total(site, _items(site, scope))


@function("avg")
def average(site: CallSite) -> Run:
    """Return the mean of numbers or quantities, nothing of nothing."""

    def run(scope: Scope) -> Nodes:
        items = _items(site, scope)
        found = _total(site, items)
        return computed(_operator(site, "/"), found[0], Node(len(items), "System.Integer")) if found else []

    return run


def _extreme(name: str, sign: int) -> None:
    @function(name)
    def build(site: CallSite) -> Run:
        def run(scope: Scope) -> Nodes:
            items = _items(site, scope)
            best = items[:1]
            for node in items[1:]:
                found = order(site, node, best[0])
                if found is None:
                    return []
                if found * sign > 0:
                    best = [node]
            return best

        return run


_extreme("min", -1)
_extreme("max", 1)
