"""What a resource says, the store's own marks apart."""

from typing import Any

from cordee.fhir import encode
from cordee.store import Stored


def canonical(resource: Any) -> bytes:
    """Return the JSON of a typed resource without `meta.versionId` and `meta.lastUpdated`.

    Elements come in the order of the definition, so that two texts that say the same give the same bytes; decimals
    keep their digits: `1.10` is not `1.1`.
    """
    meta = resource.meta
    if meta is None:
        return encode(resource)
    marks = meta.versionId, meta.lastUpdated
    meta.versionId = meta.lastUpdated = None
    resource.meta = meta if encode(meta) != b"{}" else None
    try:
        return encode(resource)
    finally:
        meta.versionId, meta.lastUpdated = marks
        resource.meta = meta


def says_the_same(resource: Any, stored: Stored) -> bool:
    """Return True when the resource says what is stored."""
    return canonical(resource) == canonical(stored.resource)
