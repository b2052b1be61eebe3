"""Read and write resources as JSON: decoding is validation against the R4 definitions."""

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from cordee.fhir import r4
from cordee.fhir.errors import NonConformantResourceError, non_conformant, unreadable
from cordee.fhir.findings import finding
from cordee.fhir.inner_resources import inner_resources
from cordee.fhir.json_rules import json_findings, needs_walk
from cordee.fhir.primitives import decimal_hook
from cordee.kernel.errors import Issue

if TYPE_CHECKING:
    from cordee.fhir.r4 import Resource

RESOURCE_DEPTH_MAX = 8
"""Resources inside resources (a Bundle in a Bundle in Parameters…) deeper than this are refused."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LEADING_TYPE = re.compile(rb'\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]+)"')
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class _TypeProbe(msgspec.Struct):
    resourceType: str | None = None


def decode(data: bytes | memoryview | str, expected_type: str | None = None) -> "Resource":
    """Return the typed resource of a JSON text, once it is known to follow the R4 definition of its type.

    When `expected_type` is given, a resource of another type is refused. Contained resources, bundle entries and
    parameters stay as the bytes that came, and are checked as well. A refusal tells the first fault found:
    `cordee.fhir.decode` tells them all.

    Raises: UnreadableResourceError, NonConformantResourceError; nothing else, whatever the input.
    Source: https://hl7.org/fhir/R4/json.html
    """
    try:
        content = data.encode() if isinstance(data, str) else bytes(data)
        content = content.removeprefix(_BYTE_ORDER_MARK)
        resource = _decode_one(content, expected_type, "", 0)
        issues = tuple(json_findings(content, resource.resourceType)) if needs_walk(content) else ()
    except msgspec.DecodeError:
        raise unreadable("Le contenu n’est pas du JSON valide.", "The content is not valid JSON.") from None
    except UnicodeError:
        raise unreadable("Le contenu n’est pas du texte UTF-8.", "The content is not UTF-8 text.") from None
    except RecursionError:
        raise unreadable(
            "Le contenu est imbriqué trop profondément.", "The content is nested too deeply."
        ) from None
    if issues:
        raise NonConformantResourceError(issues)
    return resource


def encode(resource: msgspec.Struct) -> bytes:
    """Return the JSON of a resource or datatype: absent elements left out, decimals with their own digits.

    Raises: ValueError when a decimal is NaN or infinite, which JSON cannot say.
    """
    content = _ENCODER.encode(resource)
    if b"NaN" in content or b"Infinity" in content:
        _refuse_unsayable(content)
    return content


def _refuse_unsayable(content: bytes) -> None:
    """Raise when `content` is not JSON: the encoder writes a decimal that is not a number as it is."""
    try:
        msgspec.json.decode(content)
    except msgspec.DecodeError:
        raise ValueError("a decimal of this resource is not a number JSON can say") from None


def type_name(resource: "Resource") -> str:
    """Return the R4 type of a resource, such as `CareTeam`."""
    return resource.resourceType


def _decode_one(content: bytes, expected_type: str | None, path: str, depth: int) -> "Resource":
    name = _resource_type(content, path)
    if expected_type is not None and name != expected_type:
        raise unreadable(
            f"Une ressource {expected_type} est attendue ; le contenu est de type {name}.",
            f"A {expected_type} is expected; the content is a {name}.",
            path,
        )
    place = path or name
    try:
        resource: Resource = _decoder(name).decode(content)
    except msgspec.ValidationError as error:
        raise non_conformant(finding(str(error), getattr(r4, name), place)) from None
    for inner in inner_resources(resource, place):
        if depth >= RESOURCE_DEPTH_MAX:
            raise RecursionError
        found = _decode_one(bytes(inner.content), None, inner.path, depth + 1)
        if inner.is_contained and getattr(found, "contained", None):
            raise non_conformant(_nested_contained(inner.path))
    return resource


def _resource_type(content: bytes, path: str) -> str:
    leading = _LEADING_TYPE.match(content)
    name = leading[1].decode() if leading else _probe(content, path)
    if name is None:
        raise unreadable("« resourceType » manque.", "'resourceType' is missing.", path)
    if name not in r4.RESOURCE_TYPES:
        raise unreadable(
            "« resourceType » ne nomme aucune ressource FHIR R4.",
            "'resourceType' names no FHIR R4 resource.",
            path,
        )
    return name


def _probe(content: bytes, path: str) -> str | None:
    try:
        return _PROBE.decode(content).resourceType
    except msgspec.ValidationError:
        raise unreadable(
            "Le contenu n’est pas un objet JSON avec un « resourceType ».",
            "The content is not a JSON object with a 'resourceType'.",
            path,
        ) from None


_PROBE = msgspec.json.Decoder(_TypeProbe)


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    model = getattr(r4, name)
    return msgspec.json.Decoder(model, dec_hook=decimal_hook, float_hook=Decimal)


def _nested_contained(path: str) -> Issue:
    return Issue(
        message_fr="Une ressource contenue ne peut pas en contenir une autre.",
        message_en="A contained resource cannot contain another one.",
        code="structure",
        expression=f"{path}.contained",
    )
