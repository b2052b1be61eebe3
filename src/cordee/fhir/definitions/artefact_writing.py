"""Write definitions as one artefact: a compressed index, then blocks of definitions compressed together.

Read by the build before `cordee` can be imported: imports nothing of it. `artefact.py` reads what is written here.
"""

import zlib
from collections.abc import Iterable
from typing import Any

import msgspec

MAGIC = b"CORDEFS1"
BLOCK_BYTES = 64 * 1024
"""Definitions are compressed together up to this size: one is reached by opening one block."""

_LEVEL = 9  # lzma would save a fifth of the room, and open a block five times slower

_ENCODER = msgspec.json.Encoder(decimal_format="number")

Entry = tuple[str, str, int, int, int, str]
"""Canonical address, version, block, start and length in the opened block, type described (or empty)."""


def write_artefact(package: dict[str, Any], resources: Iterable[dict[str, Any]]) -> bytes:
    """Return the artefact of definitions; the same definitions always make the same bytes.

    Definitions without a canonical address cannot be asked for and are left out.
    """
    by_type: dict[str, list[dict[str, Any]]] = {}
    for resource in resources:
        if resource.get("url"):
            by_type.setdefault(resource["resourceType"], []).append(resource)
    blocks: list[bytes] = []
    entries: dict[str, list[Entry]] = {}
    for kind in sorted(by_type):
        ordered = sorted(by_type[kind], key=lambda found: (found["url"], found.get("version", "")))
        entries[kind] = _write_blocks(ordered, blocks)
    index = {"package": package, "blocks": [len(block) for block in blocks], "entries": entries}
    packed = zlib.compress(_ENCODER.encode(index), _LEVEL)
    return b"".join([MAGIC, len(packed).to_bytes(4, "big"), packed, *blocks])


def _write_blocks(resources: list[dict[str, Any]], blocks: list[bytes]) -> list[Entry]:
    entries: list[Entry] = []
    block = bytearray()
    for resource in resources:
        content = _ENCODER.encode(resource)
        place = (len(blocks), len(block), len(content))
        entries.append((resource["url"], resource.get("version", ""), *place, _described(resource)))
        block += content
        if len(block) >= BLOCK_BYTES:
            blocks.append(zlib.compress(block, _LEVEL))
            block = bytearray()
    if block:
        blocks.append(zlib.compress(block, _LEVEL))
    return entries


def _described(resource: dict[str, Any]) -> str:
    """Return the type a StructureDefinition introduces; profiles of a type, and all else, introduce none."""
    if resource["resourceType"] != "StructureDefinition" or resource.get("derivation") == "constraint":
        return ""
    return str(resource.get("type", ""))
