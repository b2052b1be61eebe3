"""Nothing leaks: in random lives, whoever reads by whatever path sees what the oracle allows, no more and no less.

`CORDEE_LEAK_STEPS` asks for that many steps, drawn anew at each run: `make leak-hunt` takes a million.
"""

import asyncio
import os
from collections.abc import Iterator

import hypothesis
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from cordee.store import Database, Repository
from tests.conformance.leaks.machine import Leaks
from tests.conformance.leaks.paths import PATHS
from tests.conformance.leaks.stage import Stage

STEPS_DEFAULT = 10_000
STEPS = int(os.environ.get("CORDEE_LEAK_STEPS") or STEPS_DEFAULT)
IS_HUNT = "CORDEE_LEAK_STEPS" in os.environ
WORLDS_AT_A_TIME = 20
RULES_OF_A_WORLD = 40
SHARE_OF_SECOND_WALL = 4  # a quarter of the steps


@pytest.fixture
def repository(database_url: str) -> Iterator[tuple[Repository, asyncio.Runner]]:
    """A repository on a database of its own, and the loop it lives in."""
    with asyncio.Runner() as runner:
        database = Database(database_url, pool_size=2)
        runner.run(database.open())
        opened = Repository(database)
        yield opened, runner
        runner.run(opened.close())
        runner.run(database.close())


@pytest.mark.slow
def test_nothing_leaks(repository: tuple[Repository, asyncio.Runner]) -> None:
    steps = play(repository, STEPS)
    assert {path.__name__ for path in PATHS} <= set(steps), "every path was read"


@pytest.mark.slow
@pytest.mark.usefixtures("without_first_wall")
def test_nothing_leaks_behind_the_second_wall_alone(repository: tuple[Repository, asyncio.Runner]) -> None:
    """With the predicate taken down, PostgreSQL alone lets through what the oracle allows, and no more."""
    play(repository, STEPS // SHARE_OF_SECOND_WALL, is_alone=True)


def _empty(url: str) -> None:
    with psycopg.connect(url) as owner:
        owner.execute("TRUNCATE resource, version, circle, consent_rule, emergency, visit CASCADE")


def play(
    repository: tuple[Repository, asyncio.Runner], steps: int, *, is_alone: bool = False
) -> dict[str, int]:
    """Play worlds until so many steps are done; return how often each was.

    `is_alone` empties the database before each world: without the predicate a read walks through all that is stored.
    """
    done: dict[str, int] = {}

    def make() -> Stage:
        if is_alone:
            _empty(repository[0].database.url)
        return Stage(*repository)

    class Played(Leaks):
        make_stage = staticmethod(make)

    Played.steps = done
    batch = 0
    while sum(done.values()) < steps:
        batch += 1
        asked = settings(
            max_examples=WORLDS_AT_A_TIME,
            stateful_step_count=RULES_OF_A_WORLD,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink) if IS_HUNT else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        )
        seeded = Played if IS_HUNT else hypothesis.seed(batch)(Played)
        run_state_machine_as_test(seeded, settings=asked)
    print(f"{sum(done.values()):,} steps in {batch * WORLDS_AT_A_TIME} worlds: {done}")
    return done
