"""Which of two business versions is the newer one."""

import re

_PART = re.compile(r"\d+|[a-zA-Z]+")

VersionRank = tuple[tuple[int, int, str], ...]


def version_rank(version: str) -> VersionRank:
    """Return a key that sorts versions from old to new: 2.1.0 < 2.2.0-ballot < 2.2.0 < 2.10.0.

    Numbers compare as numbers, words (`snapshot`, `ballot`) stand before the release they announce; a definition
    without version is the oldest.
    """
    if not version:
        return ()
    parts = _PART.findall(version.partition("+")[0])
    return (*((1, int(part), "") if part.isdigit() else (0, 0, part.lower()) for part in parts), (0, 1, ""))
