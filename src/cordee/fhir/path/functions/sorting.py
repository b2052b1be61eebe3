"""Sorting.

Source: http://hl7.org/fhirpath/#sort
"""

from functools import cmp_to_key

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.operators.comparison import order
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.syntax import Signed


@function("sort", 0, 8)
def sort(site: CallSite) -> Run:
    """Return the items in order of the keys given, each descending when it is written with a minus.

    Items without a key come first, ascending or descending.
    """
    keys = [
        site.compiled(tree.operand) if isinstance(tree, Signed) else run
        for run, tree in zip(site.arguments, site.trees, strict=True)
    ]
    signs = [-1 if isinstance(tree, Signed) and tree.sign == "-" else 1 for tree in site.trees]

    def run(scope: Scope) -> Nodes:
        keyed: list[tuple[Node, list[Node | None]]] = [
            (node, [site.one(key(inner)) for key in keys] or [node]) for node, inner in site.each(scope)
        ]

        def compared(left: tuple[Node, list[Node | None]], right: tuple[Node, list[Node | None]]) -> int:
            for mine, theirs, sign in zip(left[1], right[1], signs or [1], strict=True):
                if mine is None or theirs is None:
                    found = (mine is not None) - (theirs is not None)
                else:
                    found = (order(site, mine, theirs) or 0) * sign
                if found:
                    return found
            return 0

        return [node for node, _ in sorted(keyed, key=cmp_to_key(compared))]

    return run
