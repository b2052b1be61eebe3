"""Types: what an item is.

Source: http://hl7.org/fhirpath/N1/#types
"""

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import Node, Nodes, boolean
from cordee.fhir.path.references import resolved_type_test
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite, Site
from cordee.fhir.path.syntax import Call, Expression, This
from cordee.fhir.path.type_names import filtering_tester, tester, type_argument


def is_type(site: Site, source: Run, source_tree: Expression, name: str) -> Run:
    """Return the check whether the one item is of a type.

    `resolve() is Patient` looks at the reference before it asks for the resource.
    """
    if (
        isinstance(source_tree, Call)
        and source_tree.name == "resolve"
        and isinstance(source_tree.source, This)
    ):
        return resolved_type_test(site, name)
    test = tester(site.shapes, name)

    def run(scope: Scope) -> Nodes:
        node = site.one(source(scope))
        return [] if node is None else boolean(test(node))

    return run


def of_type(site: Site, source: Run, name: str) -> Run:
    """Return the items of a type."""
    test = filtering_tester(site.shapes, name)
    return lambda scope: [node for node in source(scope) if test(node)]


@function("is", 1)
def is_function(site: CallSite) -> Run:
    """Return whether the one item is of the type."""
    return is_type(site, site.source, site.source_tree, type_argument(site, site.trees[0]))


@function("as", 1)
def as_function(site: CallSite) -> Run:
    """Return the items of the type; R4 search parameters use it on several items."""
    return of_type(site, site.source, type_argument(site, site.trees[0]))


@function("ofType", 1)
def of_type_function(site: CallSite) -> Run:
    """Return the items of the type."""
    return of_type(site, site.source, type_argument(site, site.trees[0]))


@function("type")
def type_function(site: CallSite) -> Run:
    """Return, for each item, its namespace and name."""

    def described(node: Node) -> Node:
        namespace, _, name = node.type.partition(".")
        if namespace != "System":
            inline = bool(name)
            name = site.shapes.shape(node.type).base if inline else node.type
            namespace = "FHIR"
        return Node({"namespace": namespace, "name": name}, "System.SimpleTypeInfo")

    return lambda scope: [described(node) for node in site.source(scope)]
