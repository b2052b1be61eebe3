"""Compile an implementation guide's package to the artefact that is kept, and say what of it could not be used."""

import re
from typing import Any, NamedTuple

from cordee.fhir.codec import decode
from cordee.fhir.definitions.archive import MANIFEST, definition_files
from cordee.fhir.definitions.artefact import Artefact
from cordee.fhir.definitions.artefact_writing import write_artefact
from cordee.fhir.definitions.contents import PACKAGE_TYPES, contents_of, searched_types
from cordee.fhir.definitions.errors import PackageRefusedError
from cordee.fhir.definitions.slimming import slim
from cordee.fhir.errors import UnreadableResourceError
from cordee.fhir.json_value import Json, read_json, write_json
from cordee.kernel.errors import InvalidResourceError

R4 = re.compile(r"4\.0(\.\d+)?(-.*)?")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,127}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}")
TITLE_LENGTH_MAX = 200
DEPENDENCIES_MAX = 100


class Setback(NamedTuple):
    """A file of the package that holds no usable definition, and why."""

    file: str
    reason_fr: str
    reason_en: str
    is_left_out: bool


class CompiledPackage(NamedTuple):
    """A package ready to be kept."""

    content: bytes
    artefact: Artefact
    setbacks: tuple[Setback, ...]


def compile_package(archive: bytes) -> CompiledPackage:
    """Return the artefact of a FHIR package given as the bytes of its `.tgz`.

    A definition that is not valid R4 is left out, and said so; a profile without snapshot is kept, and said so.
    Raises: PackageRefusedError when it is no FHIR R4 package, exceeds a bound, or defines an address twice.
    """
    manifest: Json | None = None
    found: dict[tuple[str, str, str], Json] = {}
    setbacks: list[Setback] = []
    for name, content in definition_files(archive):
        if name == MANIFEST:
            manifest = _object(content)
        else:
            _take(name, content, found, setbacks)
    header = _header(manifest, list(found.values()))
    packed = write_artefact(header, found.values())
    return CompiledPackage(packed, Artefact(packed), tuple(setbacks))


def _take(
    name: str, content: bytes, found: dict[tuple[str, str, str], Json], setbacks: list[Setback]
) -> None:
    try:
        resource = read_json(content)
    except UnreadableResourceError:
        setbacks.append(Setback(name, "JSON illisible.", "unreadable JSON.", True))
        return
    if resource.get("resourceType") not in PACKAGE_TYPES:
        return
    try:
        definition = slim(resource)
        decode(write_json(definition))
    except InvalidResourceError as error:
        first = error.issues[0]
        place = f"{first.expression} : " if first.expression else ""
        setbacks.append(Setback(name, place + first.message_fr, place + first.message_en, True))
        return
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        setbacks.append(Setback(name, "forme non conforme à R4.", "shape that does not follow R4.", True))
        return
    if not definition.get("url"):
        setbacks.append(Setback(name, "sans adresse canonique.", "without canonical address.", True))
        return
    if definition["resourceType"] == "StructureDefinition" and "snapshot" not in definition:
        setbacks.append(
            Setback(
                name,
                "sans snapshot : rien ne sera validé par lui.",
                "no snapshot: it validates nothing.",
                False,
            )
        )
    _add(definition, found)


def _add(definition: Json, found: dict[tuple[str, str, str], Json]) -> None:
    key = (definition["resourceType"], definition["url"], definition.get("version", ""))
    if found.setdefault(key, definition) != definition:
        raise PackageRefusedError(
            f"{key[0]} {key[1]} y est défini deux fois, différemment.",
            f"{key[0]} {key[1]} is defined twice in it, differently.",
        )


def _object(content: bytes) -> Json | None:
    try:
        return read_json(content)
    except UnreadableResourceError:
        return None


def _header(manifest: Json | None, definitions: list[Json]) -> dict[str, Any]:
    if manifest is None:
        raise PackageRefusedError(
            "il lui manque un package/package.json lisible.", "it lacks a readable package/package.json."
        )
    name, version = manifest.get("name"), manifest.get("version")
    if not _matches(_NAME, name) or not _matches(_VERSION, version):
        raise PackageRefusedError(
            "son package.json n’a pas de nom et de version valables.",
            "its package.json has no valid name and version.",
        )
    _check_fhir_version(manifest)
    dependencies = manifest.get("dependencies")
    return {
        "name": name,
        "version": version,
        "title": _text(manifest.get("title")),
        "canonical": _text(manifest.get("canonical")),
        "contents": contents_of(definitions),
        "searched_types": searched_types(definitions),
        "dependencies": _dependencies(dependencies if isinstance(dependencies, dict) else {}),
    }


def _check_fhir_version(manifest: Json) -> None:
    said = manifest.get("fhirVersions") or manifest.get("fhir-version-list") or []
    versions = said if isinstance(said, list) else [said]
    if versions and not any(_matches(R4, version) for version in versions):
        raise PackageRefusedError(
            "il n’est pas fait pour FHIR R4 (4.0).", "it is not made for FHIR R4 (4.0)."
        )


def _dependencies(given: Json) -> dict[str, str]:
    pairs = [(name, version) for name, version in given.items() if _matches(_NAME, name)]
    return {name: _text(version) for name, version in pairs[:DEPENDENCIES_MAX]}


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _text(value: object) -> str:
    return value[:TITLE_LENGTH_MAX] if isinstance(value, str) else ""
