"""Ours, the limit, ours, the limit…: what a shared machine does to one of them it soon does to the other."""

from collections.abc import Callable

ROUNDS = 3
CELL_SECONDS = 5
WARM_UP_SECONDS = 1.5


def in_turn(ours: Callable[[], float], limit: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Return what both gave, round by round."""
    values, limits = [], []
    for _ in range(ROUNDS):
        values.append(ours())
        limits.append(limit())
    return values, limits
