"""The OpenAPI contracts inside the guides, made self-contained."""

import json
import tarfile
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "ig"
GUIDES = ("cds", "cdl", "nde", "gap", "tde", "pdsm")
_JSON_TYPES = ("application/fhir+json", "application/json-patch+json")
_SCHEMA = "fhir.schema.json#/definitions/"

Json = dict[str, Any]


def contracts() -> list[tuple[str, Json]]:
    """Return each contract that describes a server, by name; none where the guides are not beside the checkout.

    What the contracts refer to elsewhere is replaced by what can be held without it: a resource of the type named. The
    XML form is left out: this server speaks JSON and says so (406, 415). `default`, which the contracts describe as
    the error, is read as 4XX: they leave the answer to a create unsaid.
    """
    return [
        (name, contract)
        for guide in GUIDES
        for path in sorted(SHARED.glob(f"ans.fhir.fr.{guide}-*.tgz"))
        for name, contract in _of_package(path)
        if contract.get("paths")
    ]


def _of_package(path: Path) -> list[tuple[str, Json]]:
    found = []
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            if member.name.startswith("package/openapi/") and member.name.endswith(".json"):
                content = archive.extractfile(member)
                assert content is not None
                name = Path(member.name).name.removesuffix(".openapi.json")
                found.append((name, _contained(json.loads(content.read().decode("utf-8-sig")))))
    return sorted(found, key=lambda pair: pair[0])


def _contained(value: Any) -> Any:
    if isinstance(value, list):
        return [_contained(item) for item in value]
    if not isinstance(value, dict):
        return value
    reference = value.get("$ref", "")
    if _SCHEMA in reference:
        return _resource(reference.partition(_SCHEMA)[2])
    if "default" in value and isinstance(value["default"], dict) and "content" in value["default"]:
        value = {"4XX" if key == "default" else key: item for key, item in value.items()}
    if isinstance(value.get("content"), dict):
        kept = {name: media for name, media in value["content"].items() if name in _JSON_TYPES}
        value = value | {"content": kept}
    return {key: _contained(item) for key, item in value.items()}


def _resource(name: str) -> Json:
    return {"type": "object", "required": ["resourceType"], "properties": {"resourceType": {"enum": [name]}}}
