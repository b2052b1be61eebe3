"""The resources a CarePlan contains: each with an id of its own, and nothing contained twice over."""

from typing import Any

from cordee.fhir.json_value import Json


class Contents:
    """Collects resources to be contained; what a resource itself contains moves up beside it."""

    def __init__(self) -> None:
        self.resources: list[Json] = []
        self._count: dict[str, int] = {}

    def add(self, resource: Json, stem: str = "") -> str:
        """Add a resource and return its fragment, `#servicerequest-1`."""
        id_ = self._new_id(stem or resource["resourceType"].lower())
        inner = {one["id"]: one for one in resource.get("contained", ()) if "id" in one}
        used = {name: one for name, one in inner.items() if _mentions(resource, f"#{name}")}
        links = {f"#{name}": f"#{self._new_id(one['resourceType'].lower())}" for name, one in used.items()}
        for name, one in used.items():
            self.resources.append(_linked(one, links) | {"id": links[f"#{name}"][1:]})
        own = {
            key: value for key, value in resource.items() if key not in ("contained", "id", "resourceType")
        }
        self.resources.append({"resourceType": resource["resourceType"], "id": id_, **_linked(own, links)})
        return f"#{id_}"

    def _new_id(self, stem: str) -> str:
        self._count[stem] = self._count.get(stem, 0) + 1
        return f"{stem}-{self._count[stem]}"


def _mentions(value: Any, fragment: str) -> bool:
    if isinstance(value, dict):
        return value.get("reference") == fragment or any(
            _mentions(inner, fragment) for inner in value.values()
        )
    return isinstance(value, list) and any(_mentions(inner, fragment) for inner in value)


def _linked(value: Any, links: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            name: links.get(inner, inner)
            if name == "reference" and isinstance(inner, str)
            else _linked(inner, links)
            for name, inner in value.items()
        }
    return [_linked(inner, links) for inner in value] if isinstance(value, list) else value
