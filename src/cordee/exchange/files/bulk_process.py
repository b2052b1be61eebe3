"""What each process of a bulk import does: read texts, check them, load what is new."""

import asyncio
import gc
import signal
from collections import Counter
from pathlib import Path

from cordee.access import Door, Gate
from cordee.exchange.files.entries import parts_of
from cordee.exchange.files.parts import Candidate, Text
from cordee.kernel.parent_death import end_when_parent_dies
from cordee.kernel.settings import Settings
from cordee.store import Database, Packages, Repository

PURPOSE = "import"
_SLOW_TYPES = frozenset({"Binary", "Subscription"})  # what their writing sets going is not for a bulk load

_runner: asyncio.Runner | None = None
_door: Door | None = None


def start(url: str) -> None:
    """Open this process's connection, with the definitions in force; called once a process."""
    global _runner, _door  # noqa: PLW0603  a process of a pool has no other place
    end_when_parent_dies(signal.SIGTERM)
    _runner = asyncio.Runner()
    _door = _runner.run(_open(url))
    gc.disable()


def load_texts(texts: list[Text]) -> tuple[dict[str, int], list[int]]:
    """Load what is new and valid; return how many by type, and the places of the texts left to the ordinary way."""
    assert _runner is not None
    assert _door is not None
    places: list[int] = []
    candidates: list[Candidate] = []
    left: list[int] = []
    _tidy()
    for place, text in enumerate(texts):
        parts = list(parts_of(text))
        if len(parts) == 1 and isinstance(parts[0], Candidate) and parts[0].type not in _SLOW_TYPES:
            places.append(place)
            candidates.append(parts[0])
        else:
            left.append(place)
    found = set(_runner.run(_door.load([one.resource for one in candidates]))) if candidates else set()
    left += [places[n] for n in found]
    stored = Counter(one.type for n, one in enumerate(candidates) if n not in found)
    return dict(stored), sorted(left)


def _tidy() -> None:
    """Free what the last chunk left in cycles, and never look again at what stays: definitions, plans, caches.

    The collector runs between chunks only: within one it finds nothing but the resources, again and again.
    """
    gc.collect()
    gc.freeze()


async def _open(url: str) -> Door:
    database = Database(url, 1)
    await database.open()
    await Packages(database).put_in_force()
    return Gate(Repository(database), Settings(data_dir=Path())).system_door(PURPOSE)
