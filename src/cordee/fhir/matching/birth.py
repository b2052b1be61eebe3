"""How well two birth dates agree: from 0 to 1."""

_INVERTED, _NEAR, _PARTIAL, _YEAR = 0.8, 0.5, 0.6, 0.4
_UNKNOWN = frozenset({"00", "01"})
"""Day and month of people born on a day nobody wrote down: 1 January stands for a whole year in many registers."""


def birth_agreement(one: str, other: str) -> float:
    """Return 1 for the same date, less for day and month inverted, one part that differs, or a partial date."""
    if not one or not other:
        return 0.0
    a, b = one.split("-"), other.split("-")
    shared = min(len(a), len(b))
    if a[:shared] == b[:shared]:
        return 1.0 if len(a) == len(b) == 3 else _PARTIAL if shared == 2 else _YEAR
    if shared < 3:
        return 0.0
    if a[0] == b[0] and a[1] == b[2] and a[2] == b[1]:
        return _INVERTED
    if a[0] == b[0] and (_is_unknown(a) or _is_unknown(b)):
        return _NEAR
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return _NEAR if len(differing) == 1 and _is_slip(*differing[0]) else 0.0


def _is_unknown(parts: list[str]) -> bool:
    return parts[1] in _UNKNOWN and parts[2] in _UNKNOWN


def _is_slip(one: str, other: str) -> bool:
    """Return whether one digit differs, or two neighbours are exchanged: what a hand mistypes."""
    if len(one) != len(other):
        return False
    wrong = [index for index in range(len(one)) if one[index] != other[index]]
    return len(wrong) == 1 or (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )
