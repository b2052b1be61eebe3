"""References: what type they lead to, and where.

Source: https://hl7.org/fhir/R4/references.html
"""

import re
from typing import Any

from cordee.fhir.path.node import Node, Nodes, boolean, enclosing_resource, is_resource
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import Site
from cordee.fhir.path.type_names import tester

_LITERAL = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}(?:/_history/[A-Za-z0-9\-.]{1,64})?$")


def literal_type(reference: dict[str, Any]) -> str:
    """Return the type a Reference says it leads to, by its text or its `type`; empty when it says none."""
    text = reference.get("reference")
    match = _LITERAL.search(text) if isinstance(text, str) else None
    if match is not None:
        return match.group(1)
    written = reference.get("type")
    return written.rpartition("/")[2] if isinstance(written, str) else ""


def address_of(node: Node) -> str | None:
    """Return the literal address a Reference, canonical or uri node holds."""
    value = node.value.get("reference") if isinstance(node.value, dict) else node.value
    return value if isinstance(value, str) else None


def resolve(scope: Scope, node: Node) -> Node | None:
    """Return what a reference leads to: contained, in the same Bundle, or given by the environment's resolver."""
    address = address_of(node)
    if address is None:
        return None
    holder = enclosing_resource(node) or scope.evaluation.root
    if address.startswith("#"):
        return _contained(holder, address[1:]) or _contained_by_variable(scope, address[1:])
    found = _in_bundle(holder, address)
    if found is not None:
        return found
    resolver = scope.evaluation.environment.resolve
    resource = resolver(address) if resolver is not None else None
    return None if resource is None else Node(resource, str(resource.get("resourceType", "")))


def _contained(holder: Node, wanted: str) -> Node | None:
    here: Node | None = holder
    while here is not None:
        if not wanted and here.name != "contained" and is_resource(here):
            return here
        for index, resource in enumerate(_list(here.value, "contained")):
            if isinstance(resource, dict) and resource.get("id") == wanted:
                return Node(resource, str(resource.get("resourceType", "")), None, here, "contained", index)
        here = here.parent
    return None


def _contained_by_variable(scope: Scope, wanted: str) -> Node | None:
    environment = scope.evaluation.environment
    for holder in (environment.resource, environment.root_resource):
        if isinstance(holder, dict):
            found = _contained(Node(holder, str(holder.get("resourceType", ""))), wanted)
            if found is not None:
                return found
    return None


def _in_bundle(holder: Node, address: str) -> Node | None:
    here: Node | None = holder
    while here is not None:
        if here.type == "Bundle":
            for index, entry in enumerate(_list(here.value, "entry")):
                resource = entry.get("resource") if isinstance(entry, dict) else None
                if isinstance(resource, dict) and _is_at(entry, resource, address):
                    parent = Node(entry, "Bundle.entry", None, here, "entry", index)
                    return Node(resource, str(resource.get("resourceType", "")), None, parent, "resource")
        here = here.parent
    return None


def _is_at(entry: dict[str, Any], resource: dict[str, Any], address: str) -> bool:
    full_url = entry.get("fullUrl")
    if full_url == address:
        return True
    plain = address.partition("/_history/")[0]
    is_same = plain == f"{resource.get('resourceType')}/{resource.get('id')}"
    return is_same or (isinstance(full_url, str) and ":" not in plain and full_url.endswith("/" + plain))


def _list(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def resolved_type_test(site: Site, name: str) -> Run:
    """Return the check `resolve() is T` on `$this`: by the reference's own words, else by what it leads to."""
    test = tester(site.shapes, name)

    def run(scope: Scope) -> Nodes:
        node = site.one(scope.this)
        if node is None:
            return []
        said = literal_type(node.value) if isinstance(node.value, dict) else ""
        if said and site.shapes.is_known(said):
            return boolean(test(Node(None, said)))
        found = resolve(scope, node)
        return [] if found is None else boolean(test(found))

    return run
