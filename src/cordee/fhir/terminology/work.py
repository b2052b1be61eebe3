"""What answering may cost: steps counted against a bound, and nothing done twice, whoever wrote the value sets."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from cordee.fhir.terminology.errors import TooMuchWorkError

STEPS_MAX = 1_000_000
"""Steps of one answer; a step is one code looked at once, excluded or not: about a second of them."""

T = TypeVar("T")


class Work:
    """The work of one answer, or of several that share a bound: what was done for one is not done for the next."""

    def __init__(self, steps_max: int = STEPS_MAX) -> None:
        """Allow so many steps."""
        self._steps_max = steps_max
        self._left = steps_max
        self._done: dict[Hashable, object] = {}

    @property
    def is_used_up(self) -> bool:
        """Return whether no step is left."""
        return self._left <= 0

    def spend(self, steps: int) -> None:
        """Count steps before they are done; those refused count too.

        Raises: TooMuchWorkError when they are more than what is left.
        """
        self._left -= steps
        if self._left < 0:
            raise TooMuchWorkError(self._steps_max)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave for this key the first time; what raised is tried again."""
        if key not in self._done:
            self._done[key] = make()
        return cast(T, self._done[key])
