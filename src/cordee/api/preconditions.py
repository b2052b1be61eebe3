"""`If-Match`, `If-None-Match` and `If-Modified-Since`. Source: https://hl7.org/fhir/R4/http.html#concurrency"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cordee.api.errors import invalid_request

_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')


def etag(version: int) -> str:
    """Return the weak entity tag of a version, `W/"3"`."""
    return f'W/"{version}"'


def expected_version(headers: Mapping[str, str]) -> int | None:
    """Return the version `If-Match` asks for, or None without that header.

    Raises: InvalidRequestError when the header is not one entity tag.
    """
    text = headers.get("if-match")
    if text is None:
        return None
    match = _ETAG.fullmatch(text.strip())
    if match is None:
        raise invalid_request(
            'L’en-tête If-Match est de la forme W/"3".',
            'The If-Match header is of the form W/"3".',
            "http.if-match",
        )
    return int(match[1])


def wants_new(headers: Mapping[str, str]) -> bool:
    """Return True when the write must not touch something that exists (`If-None-Match: *`)."""
    return headers.get("if-none-match", "").strip() == "*"


def is_known(headers: Mapping[str, str], version: int, updated_at: datetime) -> bool:
    """Return True when the caller has this version already, so that 304 is enough.

    When `If-None-Match` is present, `If-Modified-Since` is not looked at (RFC 9110 section 13.2.2). A date that cannot
    be read is ignored.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or str(version) in _ETAG.findall(tags)
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    return updated_at.replace(microsecond=0) <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
