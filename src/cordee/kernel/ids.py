"""Identifiers that sort by the time they were made."""

import re

import uuid_utils

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def new_id() -> str:
    """Return a new UUIDv7 as 36 lowercase characters, a valid FHIR id.

    Ids made later sort later (millisecond precision), so B-trees grow at their right edge.
    Source: RFC 9562 section 5.7.
    """
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Return whether a text has the form of an R4 id: 1 to 64 ASCII letters, digits, hyphens or points."""
    return _ID.fullmatch(text) is not None
