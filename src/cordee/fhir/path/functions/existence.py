"""Existence: is there anything, how many, do all satisfy.

Source: http://hl7.org/fhirpath/N1/#existence
"""

from cordee.fhir.path.equality import distinct, keys
from cordee.fhir.path.functions.registry import collection_function, function
from cordee.fhir.path.node import FALSE, TRUE, Nodes, boolean, integer
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.truth import truth_at


@collection_function("empty")
def empty(focus: Nodes) -> Nodes:
    """Return whether there is nothing."""
    return FALSE if focus else TRUE


@collection_function("count")
def count(focus: Nodes) -> Nodes:
    """Return how many items there are."""
    return integer(len(focus))


@collection_function("distinct")
def distinct_items(focus: Nodes) -> Nodes:
    """Return the items without those equal to an earlier one."""
    return distinct(focus)


@collection_function("isDistinct")
def is_distinct(focus: Nodes) -> Nodes:
    """Return whether no two items are equal."""
    return boolean(len(distinct(focus)) == len(focus))


@function("exists", 0, 1)
def exists(site: CallSite) -> Run:
    """Return whether there is anything, or anything that satisfies the criteria."""
    source = site.source
    if not site.arguments:
        return lambda scope: TRUE if source(scope) else FALSE
    criteria = site.arguments[0]

    def run(scope: Scope) -> Nodes:
        return boolean(any(truth_at(site, criteria(inner)) for _, inner in site.each(scope)))

    return run


@function("all", 1)
def all_satisfy(site: CallSite) -> Run:
    """Return whether every item satisfies the criteria; true when there are none."""
    criteria = site.arguments[0]

    def run(scope: Scope) -> Nodes:
        return boolean(all(truth_at(site, criteria(inner)) for _, inner in site.each(scope)))

    return run


def _over_booleans(name: str, wanted: bool, is_every: bool) -> None:
    @function(name)
    def build(site: CallSite) -> Run:
        source = site.source

        def run(scope: Scope) -> Nodes:
            focus = source(scope)
            if not all(isinstance(node.value, bool) for node in focus):
                raise site.error(f"« {name} » attend des booléens.", f"“{name}” expects booleans.")
            found = (node.value is wanted for node in focus)
            return boolean(all(found) if is_every else any(found))

        return run


_over_booleans("allTrue", wanted=True, is_every=True)
_over_booleans("anyTrue", wanted=True, is_every=False)
_over_booleans("allFalse", wanted=False, is_every=True)
_over_booleans("anyFalse", wanted=False, is_every=False)


@function("subsetOf", 1)
def subset_of(site: CallSite) -> Run:
    """Return whether every item is in the other collection."""
    source, other = site.source, site.arguments[0]
    return lambda scope: boolean(keys(source(scope)) <= keys(other(scope)))


@function("supersetOf", 1)
def superset_of(site: CallSite) -> Run:
    """Return whether every item of the other collection is here."""
    source, other = site.source, site.arguments[0]
    return lambda scope: boolean(keys(source(scope)) >= keys(other(scope)))


@function("not")
def negation(site: CallSite) -> Run:
    """Return the opposite, nothing of nothing."""

    def run(scope: Scope) -> Nodes:
        value = truth_at(site, site.source(scope))
        return [] if value is None else boolean(not value)

    return run
