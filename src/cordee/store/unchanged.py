"""Whether a resource says the same as what is stored, the store's own marks apart."""

from typing import Any

from cordee.fhir import decode, encode


def is_unchanged(resource: Any, stored: bytes, type_name: str) -> bool:
    """Return True when both say the same apart from `meta.versionId` and `meta.lastUpdated`.

    Elements come in the order of the definition, so that two texts that say the same give the same bytes; decimals
    keep their digits: `1.10` is not `1.1`.
    """
    return _without_marks(resource) == _without_marks(decode(stored, type_name))


def _without_marks(resource: Any) -> bytes:
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
