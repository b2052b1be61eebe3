"""What R4 itself says of each type, compiled once: its properties as JSON writes them, and the rules of each.

A shape is complete: a property that is not in it is unknown. What profiles add is in `rules`.
"""

from typing import NamedTuple

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.validation.formats import PRIMITIVES
from cordee.fhir.validation.snapshot import SnapshotElement, snapshot_tree

_TYPE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"
_BEST_PRACTICE = "http://hl7.org/fhir/StructureDefinition/elementdefinition-bestpractice"
_TYPE_ROOT = "http://hl7.org/fhir/StructureDefinition/"
_INLINE = frozenset({"BackboneElement", "Element"})
_CHECKED_BY_HAND = frozenset(
    {"ele-1", "ext-1", "ref-1", "txt-1", "txt-2", "dom-2", "dom-3", "dom-4", "dom-5"}
)
"""Invariants checked without FHIRPath, by `structure`, `narrative` and `containment`: they stand everywhere."""


class Invariant(NamedTuple):
    """A FHIRPath rule: `severity` is error or warning, `information` for best practice."""

    key: str
    severity: str
    human: str
    expression: str
    source: str


class Binding(NamedTuple):
    """The value set an element is bound to. `strength` is required or extensible: others bind nothing."""

    strength: str
    value_set: str
    source: str


class Element:
    """One element as R4 defines it, whatever the JSON property that carries it."""

    __slots__ = (
        "binding",
        "inline",
        "invariants",
        "is_list",
        "max",
        "min",
        "name",
        "path",
        "profiles",
        "properties",
        "targets",
        "types",
    )

    def __init__(self, path: str, name: str, item: SnapshotElement, types: tuple[str, ...]) -> None:
        self.path = path
        self.name = name
        self.min = item.min
        self.max = item.max
        self.is_list = item.max != 1
        self.types = types
        self.binding = binding_of(item.definition, "")
        self.invariants = invariants_of(item.definition, "")
        self.targets = target_types(item.types)
        self.profiles = {kind["code"]: tuple(kind["profile"]) for kind in item.types if kind.get("profile")}
        self.inline: Shape | None = None
        self.properties: tuple[str, ...] = ()


class Property(NamedTuple):
    """One JSON property of a shape: `valueQuantity` leads to the element `value[x]` with type Quantity."""

    element: Element
    kind: str
    is_primitive: bool
    is_shadow: bool


class Shape:
    """A type, or an element with elements of its own (`Patient.contact`)."""

    __slots__ = ("elements", "invariants", "is_resource", "kind", "path", "properties", "required")

    def __init__(self, path: str, kind: str, is_resource: bool) -> None:
        self.path = path
        self.kind = kind
        self.is_resource = is_resource
        self.properties: dict[str, Property] = {}
        self.elements: dict[str, Element] = {}
        self.required: tuple[Element, ...] = ()
        self.invariants: tuple[Invariant, ...] = ()


def shape_of(registry: Registry, kind: str) -> Shape | None:
    """Return the shape of an R4 type such as `Patient` or `HumanName`, None when there is no such type.

    Cost: compiled at the first call for a type, kept with the registry.
    """
    return registry.memo(("validation shape", kind), lambda known: _compile(known, kind))


def binding_of(definition: Json, source: str) -> Binding | None:
    """Return the binding of an element when it binds: required or extensible, to a named value set."""
    bound = definition.get("binding") or {}
    if bound.get("strength") in {"required", "extensible"} and bound.get("valueSet"):
        return Binding(bound["strength"], bound["valueSet"], source)
    return None


def invariants_of(definition: Json, source: str) -> tuple[Invariant, ...]:
    """Return the FHIRPath rules of an element, without those that are checked by hand."""
    return tuple(
        Invariant(
            rule["key"],
            _severity(rule),
            rule.get("human", ""),
            rule["expression"],
            rule.get("source") or source,
        )
        for rule in definition.get("constraint", ())
        if rule.get("expression") and rule["key"] not in _CHECKED_BY_HAND
    )


def target_types(types: list[Json]) -> tuple[str, ...]:
    """Return the profiles a reference or canonical may lead to, as their canonical addresses."""
    return tuple(target for kind in types for target in kind.get("targetProfile", ()))


def type_codes(item: SnapshotElement) -> tuple[str, ...]:
    """Return the R4 types of an element; those of FHIRPath's System are given their FHIR name."""
    return tuple(dict.fromkeys(_code(kind, item) for kind in item.types))


def json_name(stem: str, kind: str) -> str:
    """Return the JSON property of a choice element for one of its types: `value` and `Quantity`."""
    return stem + kind[0].upper() + kind[1:]


def _code(kind: Json, item: SnapshotElement) -> str:
    code = str(kind.get("code", ""))
    if not code.startswith("http://hl7.org/fhirpath/"):
        return code.removeprefix(_TYPE_ROOT)
    for extension in kind.get("extension", ()):
        if extension.get("url") == _TYPE_EXTENSION:
            return str(extension.get("valueUrl") or extension.get("valueUri") or "string")
    return "string"


def _severity(rule: Json) -> str:
    is_advice = any(
        one.get("url") == _BEST_PRACTICE and one.get("valueBoolean") for one in rule.get("extension", ())
    )
    return "information" if is_advice else str(rule.get("severity", "error"))


def _compile(registry: Registry, kind: str) -> Shape | None:
    structure = registry.type_structure(kind)
    tree = snapshot_tree(structure) if structure else None
    if structure is None or tree is None:
        return None
    shapes: dict[str, Shape] = {}
    shape = _shape(tree, kind, structure.get("kind") == "resource", shapes)
    shape.invariants = invariants_of(tree.definition, "")
    for item in tree.walk():
        _follow(item, shapes)
    return shape


def _shape(item: SnapshotElement, kind: str, is_resource: bool, shapes: dict[str, Shape]) -> Shape:
    path = str(item.definition["path"])
    shape = shapes[path] = Shape(path, kind, is_resource)
    for child in item.children.values():
        _add(shape, child, shapes)
    if is_resource and "id" in shape.elements:
        _retype_id(shape)
    if is_resource:
        shape.properties["resourceType"] = _RESOURCE_TYPE
    shape.required = tuple(element for element in shape.elements.values() if element.min)
    return shape


def _add(shape: Shape, item: SnapshotElement, shapes: dict[str, Shape]) -> None:
    stem = item.name.removesuffix("[x]")
    types = type_codes(item)
    element = Element(str(item.definition["path"]), stem, item, types)
    shape.elements[item.name] = element
    names = []
    for kind in types or ("",):
        name = json_name(stem, kind) if item.name.endswith("[x]") else stem
        primitive = kind in PRIMITIVES
        shape.properties[name] = Property(element, kind, primitive, False)
        names.append(name)
        if primitive and kind != "xhtml" and not _is_attribute(shape, stem):
            shape.properties[f"_{name}"] = Property(element, kind, True, True)
    element.properties = tuple(names)
    if item.children and (not types or types[0] in _INLINE):
        element.inline = _shape(item, types[0] if types else "", False, shapes)


def _is_attribute(shape: Shape, stem: str) -> bool:
    """Return whether XML writes the element as an attribute: nothing can extend it, in JSON neither."""
    return not shape.is_resource and (stem == "id" or (shape.path == "Extension" and stem == "url"))


def _retype_id(shape: Shape) -> None:
    """Give `Resource.id` its type: the published definitions say `string`, the page and the examples `id`."""
    element = shape.elements["id"]
    element.types = ("id",)
    shape.properties["id"] = Property(element, "id", True, False)
    shape.properties["_id"] = Property(element, "id", True, True)


def _follow(item: SnapshotElement, shapes: dict[str, Shape]) -> None:
    """Lead elements defined by reference (`#Questionnaire.item`) to the shape they repeat."""
    for child in item.children.values():
        reference = str(child.definition.get("contentReference", ""))
        if not reference:
            continue
        owner, target = shapes.get(str(item.definition["path"])), shapes.get(reference.rpartition("#")[2])
        if owner is not None:
            owner.elements[child.name].inline = target


_RESOURCE_TYPE = Property(
    Element(
        "Resource.resourceType", "resourceType", SnapshotElement({"max": "1"}, "resourceType"), ("code",)
    ),
    "code",
    True,
    False,
)
