"""Parts of a resource: its summary, its text, or chosen elements, marked as such.

Source: https://hl7.org/fhir/R4/search.html#summary, https://hl7.org/fhir/R4/search.html#elements
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from cordee.fhir.definitions import Registry, registry
from cordee.fhir.json_value import Json

Summary = Literal["true", "text", "data", "count", "false"]

SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
_ALWAYS = frozenset({"resourceType", "id", "meta"})


class Outline(msgspec.Struct, frozen=True):
    """The JSON properties of one type that each form of subset keeps.

    `nested` holds the outlines of elements defined in place, whose own parts may be left out of a summary.
    """

    mandatory: frozenset[str]
    modifiers: frozenset[str]
    summary: frozenset[str]
    nested: dict[str, "Outline"]


def is_subset(summary: Summary | None, elements: tuple[str, ...]) -> bool:
    """Return whether what is asked for is less than whole resources."""
    return bool(elements) or summary in ("true", "text", "data")


def subset(resource: Json, summary: Summary | None, elements: tuple[str, ...]) -> Json:
    """Return the part of a resource that is asked for, tagged SUBSETTED; id, meta and mandatory elements stay.

    `_elements` counts when both are given. Chosen elements bring those that modify their meaning.
    """
    outline = outline_of(str(resource.get("resourceType", "")))
    if elements:
        chosen = outline.mandatory | outline.modifiers | frozenset(elements)
        kept = {key: value for key, value in resource.items() if _is_chosen(key, chosen)}
    elif summary == "true":
        kept = _summarized(resource, outline)
    elif summary == "text":
        kept = {key: value for key, value in resource.items() if _is_in(key, outline.mandatory | {"text"})}
    elif summary == "data":
        kept = {key: value for key, value in resource.items() if key != "text"}
    else:
        return resource
    return _tagged(kept)


def outline_of(resource_type: str) -> Outline:
    """Return the outline of a resource type; of an unknown one, an outline that keeps nothing more than id and meta."""
    return registry().memo(("subset-outline", resource_type), lambda known: _outline(known, resource_type))


def _summarized(element: Json, outline: Outline) -> Json:
    kept: Json = {}
    for key, value in element.items():
        if _is_in(key, outline.summary | outline.mandatory | outline.modifiers):
            below = outline.nested.get(key)
            kept[key] = value if below is None else _each(value, below)
    return kept


def _each(value: object, outline: Outline) -> object:
    if isinstance(value, list):
        return [_each(item, outline) for item in value]
    return _summarized(value, outline) if isinstance(value, dict) else value


def _is_in(key: str, names: frozenset[str]) -> bool:
    return key.removeprefix("_") in names or key in _ALWAYS


def _is_chosen(key: str, chosen: frozenset[str]) -> bool:
    """A choice is named without its type: `value` keeps `valueQuantity`."""
    if _is_in(key, chosen):
        return True
    plain = key.removeprefix("_")
    return any(plain.startswith(name) and plain[len(name) :][:1].isupper() for name in chosen)


def _tagged(resource: Json) -> Json:
    meta = dict(resource.get("meta") or {})
    tags = [tag for tag in meta.get("tag") or () if not _is_mark(tag)]
    meta["tag"] = [*tags, SUBSETTED]
    head: Json = {key: resource[key] for key in ("resourceType", "id") if key in resource}
    return {
        **head,
        "meta": meta,
        **{key: value for key, value in resource.items() if key not in {*head, "meta"}},
    }


def _is_mark(tag: object) -> bool:
    return (
        isinstance(tag, dict) and tag.get("code") == "SUBSETTED" and tag.get("system") == SUBSETTED["system"]
    )


def _outline(known: Registry, resource_type: str) -> Outline:
    structure = known.type_structure(resource_type)
    elements = structure["snapshot"]["element"] if structure else []
    return _level(elements, resource_type)


def _level(elements: list[Json], path: str) -> Outline:
    own = [one for one in elements if one["path"].rpartition(".")[0] == path]
    nested = {
        one["path"].rpartition(".")[2]: _level(elements, one["path"])
        for one in own
        if any(other["path"].startswith(f"{one['path']}.") for other in elements)
    }
    return Outline(
        mandatory=_keys(one for one in own if one.get("min", 0) > 0),
        modifiers=_keys(one for one in own if one.get("isModifier")),
        summary=_keys(one for one in own if one.get("isSummary")),
        nested=nested,
    )


def _keys(elements: Iterable[Json]) -> frozenset[str]:
    found: set[str] = set()
    for one in elements:
        name = one["path"].rpartition(".")[2]
        if name.endswith("[x]"):
            found |= {name[:-3] + kind["code"][:1].upper() + kind["code"][1:] for kind in one.get("type", ())}
        else:
            found.add(name)
    return frozenset(found)
