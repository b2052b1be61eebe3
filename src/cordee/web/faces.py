"""A face for everyone: initials and a stable tint, until people have photographs."""

from zlib import crc32

TINTS = 8
TITLES = frozenset({"dr", "mme", "m.", "m", "pr", "me", "mlle"})


def initials(name: str) -> str:
    """Return one or two capitals: of the first and last words that are not a title; `?` for an empty name."""
    words = [word for word in name.replace("-", " ").split() if word.lower() not in TITLES]
    letters = [word[0].upper() for word in words if word[0].isalnum()]
    if not letters:
        return "?"
    return letters[0] if len(letters) == 1 else letters[0] + letters[-1]


def tint(name: str) -> int:
    """Return a number from 1 to TINTS, always the same for the same name."""
    return crc32(name.casefold().encode()) % TINTS + 1
