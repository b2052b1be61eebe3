"""Find and rewrite literal references in the JSON of a resource, without decoding it.

In valid JSON the bytes `"reference":` or `"url":` can only be a property name: inside a string every quote is escaped,
and a string value is never followed by a colon.
"""

import re
from collections.abc import Mapping

import msgspec

_REFERENCE = re.compile(rb'("reference"\s*:\s*)("(?:[^"\\]|\\.)*")')
_LINK = re.compile(rb'("reference"\s*:\s*|"url"\s*:\s*(?="urn:uuid:))("(?:[^"\\]|\\.)*")')


def references(data: bytes) -> list[str]:
    """Return the value of every `reference` property of valid JSON, in order, repetitions included."""
    return [_text(match[2]) for match in _REFERENCE.finditer(data)]


def rewrite_references(data: bytes, mapping: Mapping[str, str]) -> bytes:
    """Return `data` with each reference that is a key of `mapping` replaced; every other byte is kept.

    So is each `url` that is a `urn:uuid:` of `mapping`: an attachment leads to its Binary that way.
    Source: https://hl7.org/fhir/R4/http.html#trules
    """

    def replaced(match: re.Match[bytes]) -> bytes:
        target = mapping.get(_text(match[2]))
        return match[0] if target is None else match[1] + msgspec.json.encode(target)

    return _LINK.sub(replaced, data) if mapping else data


def _text(literal: bytes) -> str:
    return msgspec.json.decode(literal, type=str) if b"\\" in literal else literal[1:-1].decode()
