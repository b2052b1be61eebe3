import asyncio

import pytest

from cordee.store.gathering import Gathering, Gatherings


class Doubling:
    """Answers with the double, slowly, and remembers its groups."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.may_go = asyncio.Event()

    async def answer(self, group: list[int]) -> list[int]:
        self.groups.append(group)
        await self.may_go.wait()
        if 13 in group:
            raise ValueError
        return [number * 2 for number in group]


async def test_questions_asked_meanwhile_share_the_next_group() -> None:
    doubling = Doubling()
    gathering = Gathering(doubling.answer)
    first = asyncio.create_task(gathering.ask(1))
    while not doubling.groups:
        await asyncio.sleep(0)
    others = [asyncio.create_task(gathering.ask(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    doubling.may_go.set()
    assert [await first, *[await other for other in others]] == [2, 4, 6]
    assert doubling.groups == [[1], [2, 3]]


async def test_two_lanes_answer_two_groups_at_once() -> None:
    doubling = Doubling()
    gathering = Gathering(doubling.answer, lanes=2)
    tasks = [asyncio.create_task(gathering.ask(1))]
    while not doubling.groups:
        await asyncio.sleep(0)
    tasks.append(asyncio.create_task(gathering.ask(2)))
    while len(doubling.groups) < 2:
        await asyncio.sleep(0)
    doubling.may_go.set()
    assert [await task for task in tasks] == [2, 4]


async def test_failure_is_told_to_the_whole_group_and_to_nobody_else() -> None:
    doubling = Doubling()
    doubling.may_go.set()
    gathering = Gathering(doubling.answer)
    failed = await asyncio.gather(gathering.ask(1), gathering.ask(13), return_exceptions=True)
    assert [type(answer) for answer in failed] == [ValueError, ValueError]
    assert await gathering.ask(4) == 8


async def test_asker_who_leaves_does_not_disturb_the_others() -> None:
    doubling = Doubling()
    gathering = Gathering(doubling.answer)
    leaving, staying = asyncio.create_task(gathering.ask(1)), asyncio.create_task(gathering.ask(2))
    while not doubling.groups:
        await asyncio.sleep(0)
    leaving.cancel()
    doubling.may_go.set()
    assert await staying == 4
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_question_asked_the_moment_a_lane_ends_is_answered() -> None:
    """The asker woken by an answer asks again before the event loop has put the finished lane away."""

    async def answer(group: list[int]) -> list[int]:
        return group

    gathering = Gathering(answer)

    async def asking() -> None:
        for number in range(50):
            assert await gathering.ask(number) == number

    await asyncio.wait_for(asyncio.gather(*(asking() for _ in range(3))), timeout=5)


async def test_gatherings_answer_only_questions_of_one_key_together() -> None:
    groups: list[tuple[str, list[int]]] = []

    async def answer(key: str, questions: list[int]) -> list[int]:
        groups.append((key, questions))
        await asyncio.sleep(0)
        return [2 * one for one in questions]

    gatherings = Gatherings(answer)
    asked = [("gp", 1), ("nurse", 2), ("gp", 3), ("nurse", 4)]
    assert await asyncio.gather(*(gatherings.ask(key, one) for key, one in asked)) == [2, 4, 6, 8]
    assert sorted(groups) == [("gp", [1, 3]), ("nurse", [2, 4])]
    assert len(gatherings) == 0


async def test_gatherings_keep_nothing_of_who_failed_or_went_away() -> None:
    async def answer(_key: str, _questions: list[int]) -> list[int]:
        await asyncio.sleep(0.01)
        raise ValueError

    gatherings = Gatherings(answer)
    waiting = asyncio.create_task(gatherings.ask("gp", 1))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(ValueError):  # noqa: PT011  the one above
        await gatherings.ask("nurse", 2)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(gatherings) == 0
