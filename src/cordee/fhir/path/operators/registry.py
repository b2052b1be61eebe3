"""The table of operators: each with the builder that joins two compiled operands."""

from collections.abc import Callable
from typing import TypeAlias

from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import Site

Join: TypeAlias = Callable[[Site, Run, Run], Run]

OPERATORS: dict[str, Join] = {}


def operator(*names: str) -> Callable[[Join], Join]:
    """Register the builder of an operator."""

    def register(join: Join) -> Join:
        OPERATORS.update(dict.fromkeys(names, join))
        return join

    return register


def item_operator(
    name: str,
) -> Callable[[Callable[[Site, Node, Node], Nodes]], Callable[[Site, Node, Node], Nodes]]:
    """Register an operator on two single items; nothing on either side gives nothing."""

    def register(act: Callable[[Site, Node, Node], Nodes]) -> Callable[[Site, Node, Node], Nodes]:
        def join(site: Site, left: Run, right: Run) -> Run:
            def run(scope: Scope) -> Nodes:
                mine = site.one(left(scope))
                theirs = site.one(right(scope))
                return [] if mine is None or theirs is None else act(site, mine, theirs)

            return run

        OPERATORS[name] = join
        return act

    return register
