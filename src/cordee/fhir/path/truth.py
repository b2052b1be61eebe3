"""Collections read as truth: true, false, or unknown."""

from cordee.fhir.path.node import Nodes
from cordee.fhir.path.site import Site


def truth(nodes: Nodes) -> bool | None:
    """Return what a collection says where a boolean is expected: None when empty, or when it holds several items.

    A single item that is no boolean counts as true. Inside an expression several items are an error instead.
    """
    if len(nodes) != 1:
        return None
    value = nodes[0].value
    return value if isinstance(value, bool) else True


def truth_at(site: Site, nodes: Nodes) -> bool | None:
    """Return the same, three-valued, in a place of an expression.

    Raises: PathEvaluationError when there are several items.
    """
    if not nodes:
        return None
    value = nodes[0].value
    if len(nodes) > 1:
        site.one(nodes)
    return value if isinstance(value, bool) else True
