"""The state of one evaluation: `$this`, `$index`, `$total`, the environment, and what may still be spent."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import TypeAlias

from cordee.fhir.path.environment import Environment
from cordee.fhir.path.node import Node, Nodes
from cordee.kernel.clock import now

LOOK_STEPS = 1_024
"""Steps between two looks at what was spent."""


class Evaluation:
    """What all scopes of one evaluation share."""

    __slots__ = ("_now", "_started", "descendants", "environment", "next_look", "root", "steps_left")

    def __init__(self, environment: Environment, root: Node) -> None:
        self.environment = environment
        self.root = root
        self.steps_left = environment.steps_max
        self.next_look = environment.steps_max - LOOK_STEPS
        self._started = 0.0
        self.descendants: dict[int, tuple[Node, Nodes]] = {}
        self._now = environment.now

    def is_overspent(self) -> bool:
        """Return whether too many steps or too much time have gone; asked each `LOOK_STEPS` steps."""
        self.next_look = self.steps_left - LOOK_STEPS
        elapsed = monotonic()
        self._started = self._started or elapsed
        return self.steps_left < 0 or elapsed - self._started > self.environment.seconds_max

    @property
    def now(self) -> datetime:
        """Return the one instant of this evaluation."""
        if self._now is None:
            self._now = now()
        return self._now


class Scope:
    """What an expression sees where it stands."""

    __slots__ = ("evaluation", "index", "this", "total")

    def __init__(
        self, evaluation: Evaluation, this: Nodes, index: int = 0, total: Nodes | None = None
    ) -> None:
        self.evaluation = evaluation
        self.this = this
        self.index = index
        self.total: Nodes = [] if total is None else total

    def inner(self) -> "Scope":
        """Return a scope for a function that sets `$this` item by item."""
        return Scope(self.evaluation, self.this, self.index, self.total)


Run: TypeAlias = Callable[[Scope], Nodes]
"""A compiled expression: what it gives in a scope. The list may be shared: never changed by who receives it."""
