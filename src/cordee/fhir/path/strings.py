"""Strings inside an expression: read from one node, and bounded when made."""

from cordee.fhir.path.node import Nodes, string
from cordee.fhir.path.site import Site

STRING_CHARS_MAX = 1_048_576


def text_of_node(site: Site, nodes: Nodes) -> str | None:
    """Return the string of a collection of at most one, None when there is none.

    Raises: PathEvaluationError for several items, or one that is no string.
    """
    node = site.one(nodes)
    if node is None or node.value is None:
        return None
    if not isinstance(node.value, str):
        raise site.error(f"« {site.name} » attend un texte.", f"“{site.name}” expects a string.")
    return node.value


def bounded_string(site: Site, text: str) -> Nodes:
    """Return a collection of one string.

    Raises: PathEvaluationError when it is longer than `STRING_CHARS_MAX`.
    """
    if len(text) > STRING_CHARS_MAX:
        raise site.error("Le texte calculé est trop long.", "The computed text is too long.")
    return string(text)
