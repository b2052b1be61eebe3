"""Identifiers that sort by the time they were made."""

import re
from hashlib import sha256

import uuid_utils

TIME_LENGTH = 15  # of a UUIDv7: the milliseconds and its version

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def new_id() -> str:
    """Return a new UUIDv7 as 36 lowercase characters, a valid FHIR id.

    Ids made later sort later (millisecond precision), so B-trees grow at their right edge.
    Source: RFC 9562 section 5.7.
    """
    return str(uuid_utils.uuid7())


def part_id(id_: str, part: str) -> str:
    """Return the id of a part of something, the same for ever; it keeps the time of an id of `new_id`."""
    mixed = sha256(f"{id_}/{part}".encode()).hexdigest()
    return f"{id_[:TIME_LENGTH]}{mixed[:3]}-a{mixed[3:6]}-{mixed[6:18]}"


def is_id(text: str) -> bool:
    """Return whether a text has the form of an R4 id: 1 to 64 ASCII letters, digits, hyphens or points."""
    return _ID.fullmatch(text) is not None
