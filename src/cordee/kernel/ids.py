"""Identifiers that sort by the time they were made."""

import re
from hashlib import sha256

import uuid_utils

TIME_LENGTH = 13  # of a UUIDv7: the milliseconds

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_TIME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
_MARK = "8c0d"  # version 8 is free to whoever makes it (RFC 9562 section 5.8)
_PART = re.compile(rf"[0-9a-f]{{8}}-[0-9a-f]{{4}}-{_MARK}-a[0-9a-f]{{3}}-[0-9a-f]{{12}}")


def new_id() -> str:
    """Return a new UUIDv7 as 36 lowercase characters, a valid FHIR id.

    Ids made later sort later (millisecond precision), so B-trees grow at their right edge.
    Source: RFC 9562 section 5.7.
    """
    return str(uuid_utils.uuid7())


def part_id(id_: str, part: str) -> str:
    """Return the id of a part of something, the same for ever: a UUIDv8 that keeps the time of an id of `new_id`.

    Whoever knows the whole can draw it, so nobody may choose one: see `is_part_id`.
    """
    mixed = sha256(f"{id_}/{part}".encode()).hexdigest()
    time = id_[:TIME_LENGTH] if _TIME.match(id_) else f"{mixed[15:23]}-{mixed[23:27]}"
    return f"{time}-{_MARK}-a{mixed[:3]}-{mixed[3:15]}"


def is_part_id(text: str) -> bool:
    """Return whether an id has the form of those `part_id` draws, which the platform alone gives."""
    return _PART.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Return whether a text has the form of an R4 id: 1 to 64 ASCII letters, digits, hyphens or points."""
    return _ID.fullmatch(text) is not None
