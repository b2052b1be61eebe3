"""How a row names its content: an extension on the absent `data` of the Binary, that only this package writes."""

import base64
import binascii
from hashlib import sha256
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.fhir.r4 import Binary, Element, Extension
from cordee.store.staged import Kept

INLINE_BYTES_MAX = 32 * 1024
"""Contents up to here stay in the row: thumbnails and short texts cost one read, not two."""
MARK = systems.KEPT_CONTENT.encode()


def bytes_of(binary: Binary) -> bytes | None:
    """Return the bytes a Binary carries; None when it has none, or none that can be read."""
    if binary.data is None:
        return None
    try:
        return base64.b64decode(binary.data)
    except (binascii.Error, ValueError):
        return None


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of a content, in hex. Cost: a millisecond a mebibyte; call it in a thread for large ones."""
    return sha256(content).hexdigest()


def without_mark(binary: Binary) -> Binary:
    """Return the Binary without the extension that names a content: nobody but the store says where one is."""
    extensions = (binary.data_ext.extension if binary.data_ext else None) or []
    if not any(one.url == systems.KEPT_CONTENT for one in extensions):
        return binary
    left = [one for one in extensions if one.url != systems.KEPT_CONTENT]
    return msgspec.structs.replace(binary, data_ext=Element(extension=left) if left else None)


def marked(binary: Binary, kept: Kept) -> Binary:
    """Return the Binary as its row holds it: without its bytes, naming them."""
    said = Extension(url=systems.KEPT_CONTENT, valueString=f"{kept.sha256} {kept.byte_count} {kept.address}")
    return msgspec.structs.replace(binary, data=None, data_ext=Element(extension=[said]))


def kept_of(binary: Binary) -> Kept | None:
    """Return what the row of a Binary names, or None when its bytes are in the row or nowhere."""
    for one in (binary.data_ext.extension if binary.data_ext else None) or ():
        if one.url == systems.KEPT_CONTENT and one.valueString:
            digest, size, address = one.valueString.split(" ", 2)
            return Kept(address, digest, int(size))
    return None


def whole(binary: Binary, content: bytes) -> Binary:
    """Return the Binary as it is served: with its bytes."""
    data = base64.b64encode(content).decode("ascii")
    return msgspec.structs.replace(binary, data=data, data_ext=None)


def without(binary: Binary, reason: str) -> Any:
    """Return the Binary as it is served where its bytes are not: `reason` says why (data-absent-reason)."""
    said = Extension(url=systems.DATA_ABSENT_REASON, valueCode=reason)
    return msgspec.structs.replace(binary, data=None, data_ext=Element(extension=[said]))
