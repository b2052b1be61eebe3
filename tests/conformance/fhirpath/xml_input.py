"""The suite's inputs are FHIR XML: turned into JSON with what the definitions say of each element."""

from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from cordee.fhir.definitions import registry
from cordee.fhir.path.shapes import Shapes

_FHIR = "{http://hl7.org/fhir}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def json_of(content: str) -> dict[str, Any]:
    """Return a resource written in XML as JSON."""
    root = ElementTree.fromstring(content)
    return _resource(Shapes(registry().type_structure), root)


def _resource(shapes: Shapes, element: ElementTree.Element) -> dict[str, Any]:
    name = element.tag.removeprefix(_FHIR)
    return {"resourceType": name} | _object(shapes, element, name)


def _object(shapes: Shapes, element: ElementTree.Element, type_name: str) -> dict[str, Any]:
    keys = {
        key: (kind, child.is_list)
        for child in shapes.shape(type_name).children.values()
        for key, kind in child.keys
    }
    found: dict[str, Any] = {name: value for name, value in element.attrib.items() if name in {"id", "url"}}
    for below in element:
        name = below.tag.removeprefix(_FHIR).removeprefix(_XHTML)
        kind, is_list = keys[name]
        value, beside = _value(shapes, below, kind)
        _put(found, name, value, is_list)
        _put(found, "_" + name, beside, is_list)
    for name in [name for name, value in found.items() if value in (None, []) or value == [None]]:
        del found[name]
    return found


def _put(found: dict[str, Any], name: str, value: Any, is_list: bool) -> None:
    if is_list:
        found.setdefault(name, []).append(value)
    else:
        found[name] = value


def _value(shapes: Shapes, element: ElementTree.Element, kind: str) -> tuple[Any, Any]:
    if kind == "xhtml":
        return ElementTree.tostring(element, encoding="unicode"), None
    if shapes.is_resource(kind):
        return _resource(shapes, element[0]), None
    if shapes.is_primitive(kind):
        extensions = [_object(shapes, below, "Extension") for below in element]
        return _primitive(kind, element.get("value")), {"extension": extensions} if extensions else None
    return _object(shapes, element, kind), None


def _primitive(kind: str, text: str | None) -> Any:
    if text is None:
        return None
    if kind == "boolean":
        return text == "true"
    if kind in {"integer", "positiveInt", "unsignedInt"}:
        return int(text)
    return Decimal(text) if kind == "decimal" else text
