"""The shape of the classes to write: one per resource, datatype and backbone element."""

import keyword
from collections.abc import Iterator
from dataclasses import dataclass, field

from build_support.fhir.definitions import Definitions, Json
from build_support.fhir.value_sets import ClosedSet, closed_set

PRIMITIVES = {
    "boolean": "bool", "integer": "Integer", "positiveInt": "PositiveInt", "unsignedInt": "UnsignedInt",
    "decimal": "FhirDecimal", "string": "String", "markdown": "String", "code": "Code", "id": "Id", "uri": "Uri",
    "url": "Uri", "canonical": "Uri", "oid": "Oid", "uuid": "Uuid", "base64Binary": "Base64Binary", "date": "Date",
    "dateTime": "DateTime", "instant": "Instant", "time": "Time", "xhtml": "Xhtml",
}  # fmt: skip
SYSTEM_STRING = "http://hl7.org/fhirpath/System.String"
RAW_TYPE = "Resource"


@dataclass(frozen=True)
class Field:
    """One JSON property of a class; a choice element gives one field per type."""

    json_name: str
    type_name: str
    """A name of `cordee.fhir.primitives`, a class, `msgspec.Raw`, or the name of a closed set of codes."""
    is_primitive: bool = False
    is_array: bool = False
    is_required: bool = False
    max_items: int | None = None
    has_sibling: bool = False
    """Whether `_name` may carry the extensions of this primitive."""
    codes: ClosedSet | None = None

    @property
    def name(self) -> str:
        """Return the attribute name: the FHIR name, with a trailing underscore when Python reserves it."""
        return f"{self.json_name}_" if keyword.iskeyword(self.json_name) else self.json_name


@dataclass(frozen=True)
class Choice:
    """A `value[x]` element: at most one of its fields may be present, exactly one when required."""

    name: str
    fields: tuple[Field, ...]
    is_required: bool


@dataclass
class Class:
    """One struct to write."""

    name: str
    parent: str
    summary: str
    fields: list[Field] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    resource_type: str | None = None


def classes_of(definition: Json, definitions: Definitions) -> list[Class]:
    """Return the classes of one structure definition, backbone elements first, the type itself last."""
    return _Reader(definition, definitions).classes()


class _Reader:
    def __init__(self, definition: Json, definitions: Definitions) -> None:
        self.definition = definition
        self.root: str = definition["id"]
        self.expansions = definitions.expansions
        self.elements: list[Json] = [e for e in definition["snapshot"]["element"] if "sliceName" not in e]

    def classes(self) -> list[Class]:
        nested = [e for e in self.elements if self._is_backbone(e) and "." in e["path"]]
        found = [self._class(e["path"], self._class_name(e["path"]), _type_codes(e)[0], e) for e in nested]
        parent = self.definition.get("baseDefinition", "").rpartition("/")[2] or "Struct"
        root = self._class(self.root, self.root, parent, self.elements[0])
        if self.definition["kind"] == "resource" and not self.definition["abstract"]:
            root.resource_type = self.root
        return [*found, root]

    def _class(self, path: str, name: str, parent: str, element: Json) -> Class:
        summary = " ".join(element.get("short", name).split()).replace("\\", "/").replace('"', "'")
        made = Class(name, parent, summary)
        for child in self._children(path):
            if child["path"].endswith("[x]"):
                self._add_choice(made, child)
            else:
                made.fields.append(self._field(child))
        return made

    def _children(self, path: str) -> Iterator[Json]:
        depth = path.count(".") + 1
        for element in self.elements:
            declared_here = element["base"]["path"].startswith(f"{self.root}.")
            if (
                element["path"].startswith(f"{path}.")
                and element["path"].count(".") == depth
                and declared_here
            ):
                yield element

    def _add_choice(self, made: Class, element: Json) -> None:
        stem = element["path"].rpartition(".")[2].removesuffix("[x]")
        codes = dict.fromkeys(_type_codes(element))
        fields = tuple(
            self._typed(f"{stem}{code[:1].upper()}{code[1:]}", code, element, False) for code in codes
        )
        made.fields.extend(fields)
        made.choices.append(Choice(f"{stem}[x]", fields, element["min"] > 0))

    def _field(self, element: Json) -> Field:
        name = element["path"].rpartition(".")[2]
        required = element["min"] > 0
        if "contentReference" in element:
            target = self._class_name(element["contentReference"].partition("#")[2])
            return Field(name, target, is_array=element["max"] != "1", is_required=required)
        if self._is_backbone(element):
            target = self._class_name(element["path"])
            return Field(name, target, is_array=element["max"] != "1", is_required=required)
        return self._typed(name, _type_codes(element)[0], element, required)

    def _typed(self, name: str, code: str, element: Json, required: bool) -> Field:
        is_array = element["max"] not in ("0", "1")
        max_items = int(element["max"]) if is_array and element["max"] != "*" else None
        if code == SYSTEM_STRING:
            type_name = {"Resource.id": "Id", "Extension.url": "Uri"}.get(element["path"], "String")
            return Field(name, type_name, is_primitive=True, is_required=required)
        if code not in PRIMITIVES:
            target = "msgspec.Raw" if code == RAW_TYPE else code
            codes = self._codes(element) if code in ("CodeableConcept", "Coding") else None
            return Field(name, target, False, is_array, required, max_items, codes=codes)
        codes = self._codes(element) if code == "code" else None
        type_name = codes.name if codes else PRIMITIVES[code]
        return Field(name, type_name, True, is_array, required, max_items, code != "xhtml", codes)

    def _codes(self, element: Json) -> ClosedSet | None:
        binding = element.get("binding", {})
        if binding.get("strength") != "required" or "valueSet" not in binding:
            return None
        return closed_set(binding["valueSet"], self.expansions)

    def _is_backbone(self, element: Json) -> bool:
        prefix = f"{element['path']}."
        has_children = any(e["path"].startswith(prefix) for e in self.elements)
        return has_children and _type_codes(element)[:1] in (["BackboneElement"], ["Element"])

    def _class_name(self, path: str) -> str:
        return "".join(word[:1].upper() + word[1:] for word in path.split("."))


def _type_codes(element: Json) -> list[str]:
    return [t["code"] for t in element.get("type", [])]
