"""From whom what is made of a record is hidden: from everyone from whom a part of it is. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from cordee.fhir.json_value import Json


def labels_in(resource: Json) -> Iterator[Json]:
    """Yield the labels a resource carries, in `meta.security` and in `securityLabel`.

    What is shaped otherwise than R4, as a context sent with a call may be, carries none.
    """
    yield from _objects(_object(resource.get("meta")).get("security"))
    for concept in _objects(resource.get("securityLabel")):
        yield from _objects(concept.get("coding"))


def resources_in(found: Iterable[Any]) -> Iterator[Json]:
    """Yield the resources among resources, lists of them and Bundles, with those inside."""
    for one in found:
        if isinstance(one, list):
            yield from resources_in(one)
        elif isinstance(one, dict):
            yield one
            yield from (_object(entry.get("resource")) for entry in _objects(one.get("entry")))


def labelled(resource: Json, labels: Iterable[Json]) -> Json:
    """Return a resource with labels beside its own, each once."""
    meta = _object(resource.get("meta"))
    found = {(one.get("system"), one.get("code")): one for one in (*_objects(meta.get("security")), *labels)}
    return {**resource, "meta": {**meta, "security": list(found.values())}} if found else dict(resource)


def _object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
