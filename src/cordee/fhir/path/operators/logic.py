"""Three-valued logic.

Source: http://hl7.org/fhirpath/N1/#boolean-logic
"""

from cordee.fhir.path.node import FALSE, TRUE, Nodes, boolean
from cordee.fhir.path.operators.registry import operator
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import Site
from cordee.fhir.path.truth import truth_at


@operator("and")
def conjunction(site: Site, left: Run, right: Run) -> Run:
    """Return false as soon as one side is, true when both are."""

    def run(scope: Scope) -> Nodes:
        mine = truth_at(site, left(scope))
        if mine is False:
            return FALSE
        theirs = truth_at(site, right(scope))
        if theirs is False:
            return FALSE
        return TRUE if mine and theirs else []

    return run


@operator("or")
def disjunction(site: Site, left: Run, right: Run) -> Run:
    """Return true as soon as one side is, false when neither is."""

    def run(scope: Scope) -> Nodes:
        mine = truth_at(site, left(scope))
        if mine:
            return TRUE
        theirs = truth_at(site, right(scope))
        if theirs:
            return TRUE
        return FALSE if mine is False and theirs is False else []

    return run


@operator("xor")
def exclusive(site: Site, left: Run, right: Run) -> Run:
    """Return whether exactly one side is true, nothing when one is unknown."""

    def run(scope: Scope) -> Nodes:
        mine, theirs = truth_at(site, left(scope)), truth_at(site, right(scope))
        return [] if mine is None or theirs is None else boolean(mine is not theirs)

    return run


@operator("implies")
def implication(site: Site, left: Run, right: Run) -> Run:
    """Return true when the left is false or the right true."""

    def run(scope: Scope) -> Nodes:
        mine = truth_at(site, left(scope))
        if mine is False:
            return TRUE
        theirs = truth_at(site, right(scope))
        if theirs:
            return TRUE
        return boolean(theirs) if mine else []

    return run
