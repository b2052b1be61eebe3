"""`%name`: what the environment and FHIR say by name.

Source: https://hl7.org/fhir/R4/fhirpath.html#vars
"""

from typing import Any

from cordee.fhir.path.navigation import root_node
from cordee.fhir.path.node import Node, Nodes, enclosing_resource, string
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import Site
from cordee.fhir.path.values.moments import Moment
from cordee.fhir.path.values.quantities import Quantity

_SYSTEMS = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}
_PREFIXES = {
    "vs-": "http://hl7.org/fhir/ValueSet/",
    "ext-": "http://hl7.org/fhir/StructureDefinition/",
    "cs-": "http://hl7.org/fhir/",
}
_UNTYPED = {
    bool: "System.Boolean",
    int: "System.Integer",
    str: "System.String",
    Quantity: "System.Quantity",
}


def external(site: Site) -> Run:
    """Return the value of `%name` in each evaluation.

    Raises: PathEvaluationError, when evaluated, for a name nobody gave.
    """
    constant = _constant(site.name)
    if constant is not None:
        nodes = string(constant)
        return lambda scope: nodes

    def run(scope: Scope) -> Nodes:
        environment = scope.evaluation.environment
        if site.name in environment.variables:
            return as_nodes(environment.variables[site.name])
        match site.name:
            case "context":
                return [scope.evaluation.root]
            case "resource":
                return _resource(scope, environment.resource)
            case "rootResource":
                return _root_resource(scope)
        raise site.error(
            f"La variable « %{site.name} » n’est pas définie.", f"There is no variable “%{site.name}”."
        )

    return run


def _constant(name: str) -> str | None:
    if name in _SYSTEMS:
        return _SYSTEMS[name]
    for prefix, address in _PREFIXES.items():
        if name.startswith(prefix):
            return address + name.removeprefix(prefix)
    return None


def _resource(scope: Scope, given: Any) -> Nodes:
    if given is not None:
        return as_nodes(given)
    root = scope.evaluation.root
    return [enclosing_resource(root) or root]


def _root_resource(scope: Scope) -> Nodes:
    environment = scope.evaluation.environment
    if environment.root_resource is not None:
        return as_nodes(environment.root_resource)
    node = _resource(scope, environment.resource)[0]
    while node.name == "contained" and node.parent is not None:
        node = node.parent
    return [node]


def as_nodes(value: Any) -> Nodes:
    """Return a variable's value as a collection."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [node for item in value for node in as_nodes(item)]
    if isinstance(value, Node):
        return [value]
    if isinstance(value, dict):
        return [root_node(value, "")]
    if isinstance(value, Moment):
        return [Node(value, f"System.{value.kind}")]
    return [Node(value, _UNTYPED.get(type(value), "System.Decimal"))]
