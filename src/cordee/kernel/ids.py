"""Identifiers that sort by the time they were made."""

import uuid_utils


def new_id() -> str:
    """Return a new UUIDv7 as 36 lowercase characters, a valid FHIR id.

    Ids made later sort later (millisecond precision), so B-trees grow at their right edge.
    Source: RFC 9562 section 5.7.
    """
    return str(uuid_utils.uuid7())
