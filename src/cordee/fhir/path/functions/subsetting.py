"""Subsetting and combining collections.

Source: http://hl7.org/fhirpath/N1/#subsetting
"""

from collections.abc import Callable

from cordee.fhir.path.equality import distinct, key_of, keys
from cordee.fhir.path.functions.registry import collection_function, function
from cordee.fhir.path.node import Nodes
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.truth import truth_at


def truths(site: CallSite) -> Callable[[Scope], bool | None]:
    """Return the first argument as a criterion."""
    criteria = site.arguments[0]
    return lambda scope: truth_at(site, criteria(scope))


@collection_function("first")
def first(focus: Nodes) -> Nodes:
    """Return the first item."""
    return focus[:1]


@collection_function("last")
def last(focus: Nodes) -> Nodes:
    """Return the last item."""
    return focus[-1:]


@collection_function("tail")
def tail(focus: Nodes) -> Nodes:
    """Return all but the first item."""
    return focus[1:]


@function("single")
def single(site: CallSite) -> Run:
    """Return the only item; several are an error."""

    def run(scope: Scope) -> Nodes:
        focus = site.source(scope)
        site.one(focus)
        return focus

    return run


def _number(site: CallSite, scope: Scope) -> int | None:
    node = site.one(site.arguments[0](scope))
    if node is None:
        return None
    if type(node.value) is not int:
        raise site.error(f"« {site.name} » attend un entier.", f"“{site.name}” expects an integer.")
    return node.value


@function("skip", 1)
def skip(site: CallSite) -> Run:
    """Return all but the first items."""

    def run(scope: Scope) -> Nodes:
        number = _number(site, scope)
        focus = site.source(scope)
        return [] if number is None else focus[max(number, 0) :]

    return run


@function("take", 1)
def take(site: CallSite) -> Run:
    """Return the first items."""

    def run(scope: Scope) -> Nodes:
        number = _number(site, scope)
        focus = site.source(scope)
        return [] if number is None else focus[: max(number, 0)]

    return run


@function("intersect", 1)
def intersect(site: CallSite) -> Run:
    """Return the distinct items that are in both collections."""

    def run(scope: Scope) -> Nodes:
        other = keys(site.arguments[0](scope))
        return [node for node in distinct(site.source(scope)) if key_of(node) in other]

    return run


@function("exclude", 1)
def exclude(site: CallSite) -> Run:
    """Return the items that are not in the other collection, repetitions kept."""

    def run(scope: Scope) -> Nodes:
        other = keys(site.arguments[0](scope))
        return [node for node in site.source(scope) if key_of(node) not in other]

    return run


@function("union", 1)
def union(site: CallSite) -> Run:
    """Return the distinct items of both collections."""
    return lambda scope: distinct([*site.source(scope), *site.arguments[0](scope)])


@function("combine", 1)
def combine(site: CallSite) -> Run:
    """Return the items of both collections, repetitions kept."""

    def run(scope: Scope) -> Nodes:
        both = [*site.source(scope), *site.arguments[0](scope)]
        site.spend(scope, len(both))
        return both

    return run
