"""What became of the entries, by type."""

from collections import Counter

OUTCOMES = ("stored", "updated", "unchanged", "rejected")
_OF_WRITTEN = {"created": "stored", "updated": "updated", "unchanged": "unchanged"}
UNREADABLE = "?"


class Tally:
    """Counts of entries stored, updated, unchanged and rejected, by type; `skipped` counts files passed over."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self.skipped = 0

    def add(self, type_: str, outcome: str, count: int = 1) -> None:
        """Count entries; `outcome` is one of OUTCOMES, or the store's own word for it."""
        self._counts[type_ or UNREADABLE, _OF_WRITTEN.get(outcome, outcome)] += count

    def count(self, outcome: str, type_: str | None = None) -> int:
        """Return how many entries met that outcome, of one type or of all."""
        return sum(n for (kind, met), n in self._counts.items() if met == outcome and type_ in (None, kind))

    @property
    def total(self) -> int:
        """Return how many entries were counted."""
        return self._counts.total()

    def types(self) -> list[str]:
        """Return the types met, sorted; `?` stands for entries whose type could not be read."""
        return sorted({type_ for type_, _ in self._counts})
