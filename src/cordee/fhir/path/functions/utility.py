"""Utility: trace, and the instant of the evaluation.

Source: http://hl7.org/fhirpath/N1/#utility-functions
"""

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.strings import text_of_node
from cordee.fhir.path.values.moments import Moment, moment_of


@function("trace", 1, 2)
def trace(site: CallSite) -> Run:
    """Return the source as it is, after the environment's `trace` has seen it or its projection."""

    def run(scope: Scope) -> Nodes:
        focus = site.source(scope)
        listener = scope.evaluation.environment.trace
        if listener is not None:
            name = text_of_node(site, site.arguments[0](scope)) or ""
            seen = focus
            if len(site.arguments) > 1:
                seen = [found for _, inner in site.each(scope) for found in site.arguments[1](inner)]
            listener(name, [node.value for node in seen])
        return focus

    return run


def _moment(scope: Scope) -> Moment:
    return moment_of(scope.evaluation.now)


@function("now")
def now(site: CallSite) -> Run:
    """Return the instant of the evaluation."""
    return lambda scope: [Node(_moment(scope), "System.DateTime")]


@function("today")
def today(site: CallSite) -> Run:
    """Return the day of the evaluation, in the zone of its instant."""
    return lambda scope: [Node(Moment("Date", _moment(scope).parts[:3]), "System.Date")]


@function("timeOfDay")
def time_of_day(site: CallSite) -> Run:
    """Return the time of day of the evaluation, in the zone of its instant."""
    return lambda scope: [Node(Moment("Time", _moment(scope).parts[3:]), "System.Time")]
