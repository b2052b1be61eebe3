"""A naive search over resources in memory: what SQL must find, and in which order, for one asker."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from cordee.fhir.definitions import registry
from cordee.fhir.json_value import Json
from cordee.fhir.path import Node, compile_path
from cordee.store import Asker
from tests.conformance.store.randomly.asked import Chain, Criterion, Has, Plain, Search
from tests.conformance.store.randomly.comparing import COMPARE, folded, local_reference, spans_of, texts_of
from tests.conformance.store.randomly.rights import sees

World = Mapping[str, Json]
"""Resources by `Type/id`."""


class Oracle:
    """What one asker finds in a world."""

    def __init__(self, world: World, asker: Asker) -> None:
        moment = datetime.now(UTC)
        self.visible = {name: one for name, one in world.items() if sees(world, asker, one, moment)}

    def found(self, search: Search) -> set[str]:
        """Return the ids of what matches."""
        return {
            one["id"]
            for one in self.visible.values()
            if one["resourceType"] == search.resource_type
            and (not search.encounter or self._in_encounter(one, search.encounter))
            and all(self.holds(one, criterion) for criterion in search.criteria)
        }

    def included(self, search: Search, matches: set[str]) -> set[str]:
        """Return `Type/id` of what comes with matches, themselves left out."""
        own = {f"{search.resource_type}/{id_}" for id_ in matches}
        found: set[str] = set()
        for name, value in search.includes:
            source, code = value.split(":")
            for reference, one in self.visible.items():
                if one["resourceType"] != source:
                    continue
                led_to = {local_reference(node.value) or "" for node in elements(source, code, one)}
                if name == "_include" and reference in own:
                    found |= led_to & self.visible.keys()
                elif name == "_revinclude" and led_to & own:
                    found.add(reference)
        return found - own

    def holds(self, resource: Json, criterion: Criterion) -> bool:
        """Return whether one criterion holds for a resource."""
        match criterion:
            case Plain():
                return _plain(resource, criterion)
            case Chain(code, target, inner):
                led_to = (
                    local_reference(node.value) for node in elements(resource["resourceType"], code, resource)
                )
                return any(
                    name in self.visible
                    and name.startswith(f"{target}/")
                    and self.holds(self.visible[name], inner)
                    for name in led_to
                    if name
                )
            case Has(source, code, inner):
                own = f"{resource['resourceType']}/{resource['id']}"
                return any(
                    own in {local_reference(node.value) for node in elements(source, code, one)}
                    and self.holds(one, inner)
                    for one in self.visible.values()
                    if one["resourceType"] == source
                )

    def _in_encounter(self, resource: Json, id_: str) -> bool:
        codes = {"Observation": "encounter", "Encounter": "_id"}
        code = codes[resource["resourceType"]]
        return _plain(resource, Plain(code, "", (id_ if code == "_id" else f"Encounter/{id_}",)))


def _plain(resource: Json, asked: Plain) -> bool:
    type_name = resource["resourceType"]
    if asked.code == "_id":
        return (resource["id"] in asked.values) != (asked.modifier == "not")
    if asked.code == "_lastUpdated":
        return any(value.startswith("gt20") for value in asked.values)  # everything is written today
    kind = definition(type_name, asked.code)["type"]
    if kind == "composite":
        return any(_composite(resource, asked.code, value) for value in asked.values)
    nodes = elements(type_name, asked.code, resource)
    if asked.modifier == "missing":
        return (not nodes) == (asked.values[0] == "true")
    modifier = "" if asked.modifier == "not" else asked.modifier
    is_held = any(COMPARE[kind](node, modifier, value) for node in nodes for value in asked.values)
    return is_held != (asked.modifier == "not")


def _composite(resource: Json, code: str, value: str) -> bool:
    one = definition(resource["resourceType"], code)
    for place in elements(resource["resourceType"], code, resource):
        if all(
            any(
                _holds_part(part, node, written)
                for node in compile_path(part["expression"], place.type)(place)
            )
            for part, written in zip(one["component"], value.split("$"), strict=True)
        ):
            return True
    return False


def _holds_part(part: Json, node: Node, written: str) -> bool:
    named = registry().get("SearchParameter", part["definition"])
    assert named is not None
    return COMPARE[named["type"]](node, "", written)


def elements(type_name: str, code: str, resource: Json) -> list[Node]:
    """Return what the definition of a parameter finds in a resource."""
    return list(compile_path(definition(type_name, code)["expression"], type_name)(resource))


@cache
def definition(type_name: str, code: str) -> Json:
    """Return the published definition of a parameter."""
    return next(
        one
        for one in registry().all("SearchParameter")
        if one["code"] == code and {type_name, "Resource", "DomainResource"} & set(one["base"])
    )


def sort_keys(resource: Json, sort: tuple[str, ...]) -> list[Any]:
    """Return what the order goes by, one for each key: its first value, its last when it descends, or None."""
    found: list[Any] = []
    for written in sort:
        code = written.removeprefix("-")
        values = [resource["id"]] if code == "_id" else _values(resource, code)
        found.append((max if written.startswith("-") else min)(values, default=None))
    return found


def _values(resource: Json, code: str) -> list[Any]:
    type_name = resource["resourceType"]
    kind = definition(type_name, code)["type"]
    nodes = elements(type_name, code, resource)
    match kind:
        case "date":
            return [spans_of(node)[0] for node in nodes]
        case "number":
            return [Decimal(node.value) for node in nodes]
        case "string":
            return [folded(text) for node in nodes for text in texts_of(node)]
        case "reference":
            return [(node.value.get("reference") or "").rpartition("/")[2] for node in nodes]
        case _:
            return [code for node in nodes for code in _codes(node)]


def _codes(node: Node) -> list[str]:
    if isinstance(node.value, bool):
        return ["true" if node.value else "false"]
    if isinstance(node.value, str):
        return [node.value]
    return [one.get("code", "") for one in node.value.get("coding", ())] or [""]
