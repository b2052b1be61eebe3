"""Hashing: bounded, off the event loop, the same password from every keyboard."""

import asyncio

import pytest

from cordee.access.local.hashing import WAITING_MAX, Hashing
from cordee.access.refusals import BusyError


async def test_flood_is_told_to_come_back_and_the_loop_goes_on() -> None:
    hashing, loop, late = Hashing(), asyncio.get_running_loop(), 0.0
    held = asyncio.Event()

    async def watch() -> None:
        nonlocal late
        while not held.is_set():
            before = loop.time()
            await asyncio.sleep(0.01)
            late = max(late, loop.time() - before - 0.01)

    watching = asyncio.create_task(watch())
    flood = [asyncio.create_task(hashing.matches(None, "x")) for _ in range(WAITING_MAX + 10)]
    refused = [
        one
        for one in await asyncio.gather(*flood[-10:], return_exceptions=True)
        if isinstance(one, BusyError)
    ]
    for one in flood:
        one.cancel()
    held.set()
    await watching
    hashing.close()
    assert len(refused) == 10
    assert late < 0.5


async def test_letters_composed_in_either_way_are_one_password() -> None:
    hashing = Hashing()
    hash_ = await hashing.hash("cafe\u0301 cre\u0300me au lait")
    assert await hashing.matches(hash_, "caf\u00e9 cr\u00e8me au lait")
    assert not await hashing.matches(hash_, "cafe creme au lait")
    assert not hashing.is_outdated(hash_)
    hashing.close()


@pytest.mark.parametrize("hash_", ["", "nonsense", "$argon2id$v=19$m=1", "$2b$12$abcdefghijklmnopqrstuv"])
async def test_damaged_hash_matches_nothing(hash_: str) -> None:
    hashing = Hashing()
    assert not await hashing.matches(hash_, "anything at all")
    hashing.close()
