"""The garbage collector kept out of long work that makes many objects and no cycles to speak of."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def collecting_between() -> Iterator[Callable[[], object]]:
    """Keep the collector from running by itself inside the block; what is given runs it, between two pieces of work.

    Left to itself it would look at the objects being worked on, again and again. Inside the block it looks at nothing
    that was there when the block began, or, where something was frozen before, at nothing of that: what is frozen is
    thawed all together or not at all. Leaving the block sets it as it was.
    """
    was_enabled, was_frozen = gc.isenabled(), gc.get_freeze_count() > 0
    gc.disable()
    if not was_frozen:
        gc.freeze()
    try:
        yield gc.collect
    finally:
        if not was_frozen:
            gc.unfreeze()
        if was_enabled:
            gc.enable()
