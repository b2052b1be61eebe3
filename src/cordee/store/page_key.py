"""The key a page cursor ends with: that of the last row shown, as the next page is asked for from it."""

from cordee.kernel.whole_number import whole_number

KEY_MAX = 2**62  # above every key


def key_in(text: str) -> int:
    """Return the key a cursor says; raises ValueError for what is none, or more than PostgreSQL counts to."""
    key = whole_number(text, KEY_MAX)
    if key is None:
        raise ValueError("no key")
    return key
