"""Walk a resource beside the shape of its type: unknown and missing elements, JSON types, lists, formats, choices.

What has the right structure is then held against bindings, invariants, extensions and profiles.
"""

from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.validation.bindings import check_binding
from cordee.fhir.validation.check import DEPTH_MAX, Check, Scope
from cordee.fhir.validation.conformance import check_profiles_of_type
from cordee.fhir.validation.extensions import Owner, check_extension
from cordee.fhir.validation.formats import format_fault, kind_words
from cordee.fhir.validation.invariants import check_invariants
from cordee.fhir.validation.narrative import check_narrative
from cordee.fhir.validation.place import Item, child_place
from cordee.fhir.validation.references import check_reference
from cordee.fhir.validation.resources import check_resource
from cordee.fhir.validation.shapes import Element, Property, Shape, shape_of
from cordee.fhir.validation.structure_faults import StructureFaults
from cordee.fhir.wording import TYPE_WORDS


class Walk:
    """The structural walk of one resource; inner resources get a walk of their own."""

    def __init__(self, check: Check, scope: Scope) -> None:
        self._check = check
        self._faults = StructureFaults(check.report)
        self._scope = scope
        self._depth = 0

    def object(self, value: Json, shape: Shape, item: Item) -> None:
        """Check an object and everything below it."""
        self._check.spend(item.place)
        if self._depth >= DEPTH_MAX:
            self._faults.too_deep(item.place)
            return
        self._depth += 1
        before = self._check.report.errors
        if not value:
            self._faults.expected("structure", item.place, "un objet non vide", "a non-empty object")
        for name, below in value.items():
            found = shape.properties.get(name)
            if found is None:
                self._faults.unknown(name, item.place)
            else:
                self._property(name, below, found, value, shape, item)
        for element in shape.required:
            if not any(name in value or f"_{name}" in value for name in element.properties):
                self._faults.missing(element, item.place)
        if not self._check.is_structural and self._check.report.errors == before:
            if shape.kind == "Extension":
                self._faults.extension_content(value, item.place)
            if shape.invariants:
                check_invariants(self._check, self._scope, shape.invariants, item, shape.path)
        self._depth -= 1

    def _property(
        self, name: str, value: Any, found: Property, parent: Json, shape: Shape, item: Item
    ) -> None:
        element = found.element
        plain = name[1:] if found.is_shadow else name
        place = child_place(item.place, element.name, plain, found.kind)
        if len(element.properties) > 1:
            self._faults.several_types(element, parent, item.place)
        if element.is_list:
            if not isinstance(value, list):
                self._faults.expected("structure", place, *TYPE_WORDS["array"])
            elif not value:
                self._faults.expected("structure", place, "une liste non vide", "a non-empty array")
            else:
                self._list(name, value, found, parent, shape, place)
        elif isinstance(value, list):
            french, english = kind_words(found.kind)
            self._faults.expected("structure", place, f"{french}, pas une liste", f"{english}, not an array")
        else:
            self._value(value, found, shape, Item(value, None, found.kind, place))

    def _list(
        self, name: str, values: list[Any], found: Property, parent: Json, shape: Shape, place: str
    ) -> None:
        other = parent.get(name[1:] if found.is_shadow else f"_{name}") if found.is_primitive else None
        others = other if isinstance(other, list) else ()
        for index, value in enumerate(values):
            here = f"{place}[{index}]"
            if value is not None:
                self._value(value, found, shape, Item(value, None, found.kind, here))
            elif index >= len(others) or others[index] is None:
                self._faults.expected(
                    "structure",
                    here,
                    "une valeur, ou null avec une extension à côté",
                    "a value, or null beside an extension",
                )

    def _value(self, value: Any, found: Property, shape: Shape, item: Item) -> None:
        element = found.element
        if found.is_primitive and not found.is_shadow:
            self._primitive(value, found, item)
        elif not isinstance(value, dict):
            self._faults.expected("structure", item.place, *TYPE_WORDS["object"])
        elif found.is_shadow:
            self.object(value, self._shadow(element, item.kind), item)
        elif found.kind == "Resource":
            check_resource(self._check, value, item.place, self._scope, element.path, walk_resource)
        else:
            self._complex(value, found, shape, item)

    def _primitive(self, value: Any, found: Property, item: Item) -> None:
        if value is None:
            self._faults.expected("structure", item.place, "une valeur, pas null", "a value, not null")
        elif (fault := format_fault(found.kind, value)) is not None:
            self._faults.expected(*fault[:1], item.place, *fault[1:])
        elif found.element.binding is not None:
            check_binding(self._check, found.element.binding, item)
        elif found.kind == "xhtml" and not self._check.is_structural:
            check_narrative(self._check.report, value, item.place)

    def _complex(self, value: Json, found: Property, shape: Shape, item: Item) -> None:
        element = found.element
        below = element.inline or shape_of(self._check.registry, found.kind)
        if below is None:
            return
        before = self._check.report.errors
        self.object(value, below, item)
        if self._check.report.errors != before:
            return
        if element.binding is not None:
            check_binding(self._check, element.binding, item)
        if not self._check.is_structural:
            self._rules(found, below, shape, item)

    def _rules(self, found: Property, below: Shape, shape: Shape, item: Item) -> None:
        """Check what is asked of a complex value beyond its structure."""
        element = found.element
        if element.invariants:
            check_invariants(self._check, self._scope, element.invariants, item, below.path)
        if found.kind == "Extension":
            owner = Owner(shape.path, shape.kind, item.place, self._scope)
            check_extension(self._check, self._scope, item, element.name == "modifierExtension", owner)
        elif found.kind == "Reference":
            check_reference(self._check, self._scope, item, element.targets, "")
        if element.profiles:
            check_profiles_of_type(self._check, self._scope, item, element.profiles, "")

    def _shadow(self, element: Element, kind: str) -> Shape:
        """Return the shape of the object beside a primitive: `id` and `extension`, placed at that element."""
        plain = shape_of(self._check.registry, "Element")
        assert plain is not None
        shape = Shape(element.path, kind, False)
        shape.properties = plain.properties
        return shape


def walk_resource(check: Check, scope: Scope, shape: Shape) -> None:
    """Check the structure of the scope's resource, which is of the type of `shape`."""
    Walk(check, scope).object(scope.resource, shape, Item(scope.resource, None, shape.kind, scope.place))
