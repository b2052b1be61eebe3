"""Ending tasks: even those that swallow a cancellation."""

import asyncio

from cordee.kernel.ending import end


async def test_a_task_that_swallows_a_cancellation_ends_all_the_same() -> None:
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed == 2:
                    raise

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await end(task, patience_seconds=0.01)

    assert (swallowed, task.cancelled()) == (2, True)


async def test_what_a_task_raised_is_dropped_and_the_others_end() -> None:
    async def failing() -> None:
        raise ValueError

    failed, waiting = asyncio.create_task(failing()), asyncio.create_task(asyncio.sleep(3600))
    await asyncio.sleep(0)
    await end(failed, waiting)

    assert isinstance(failed.exception(), ValueError)
    assert waiting.cancelled()
