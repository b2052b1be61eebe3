"""Where a page of a history ended, as an opaque text."""

import base64
import binascii
import json
from datetime import datetime

from cordee.kernel.errors import InvalidRequestError, Issue

CURSOR_CHARS_MAX = 200


def write_cursor(updated_at: datetime, key: int, version: int) -> str:
    """Return the cursor of the page that follows a version."""
    return base64.urlsafe_b64encode(json.dumps([updated_at.isoformat(), key, version]).encode()).decode()


def read_cursor(text: str) -> tuple[datetime, int, int]:
    """Return what `write_cursor` was given; raises InvalidRequestError for any other text."""
    try:
        if len(text) > CURSOR_CHARS_MAX:
            raise ValueError("too long")
        at, key, version = json.loads(base64.urlsafe_b64decode(text.encode()))
        moment, numbers = datetime.fromisoformat(at), (int(key), int(version))
        if moment.tzinfo is None or not all(0 <= number < 2**31 * 2**31 for number in numbers):
            raise ValueError("out of range")
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise _unreadable() from None
    return moment, *numbers


def _unreadable() -> InvalidRequestError:
    french, english = "Ce lien de page n’est pas valide.", "This page cursor is not valid."
    issue = Issue(message_fr=french, message_en=english, expression="http._cursor", code="value")
    return InvalidRequestError(french, english, (issue,))
