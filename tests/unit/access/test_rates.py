"""One actor's requests: a burst, then a steady rate; others are not concerned."""

import pytest

from cordee.access import rates
from cordee.access.rates import ACTORS_MAX, Rates, TooManyRequestsError


class _Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    found = _Clock()
    monkeypatch.setattr(rates, "time", found)
    return found


def _taken(limit: Rates, actor: str, times: int) -> int:
    done = 0
    for _ in range(times):
        try:
            limit.take(actor)
        except TooManyRequestsError:
            continue
        done += 1
    return done


def test_a_burst_of_one_minute_then_a_steady_rate(clock: _Clock) -> None:
    limit = Rates(60)
    assert _taken(limit, "gp", 100) == 60
    clock.seconds = 10
    assert _taken(limit, "gp", 100) == 10
    clock.seconds = 10_000
    assert _taken(limit, "gp", 100) == 60


def test_one_who_asks_too_much_holds_up_nobody_else(clock: _Clock) -> None:
    limit = Rates(60)
    _taken(limit, "thief", 1_000)
    assert _taken(limit, "gp", 60) == 60


def test_it_says_when_to_come_back(clock: _Clock) -> None:
    limit = Rates(6)
    _taken(limit, "gp", 6)
    with pytest.raises(TooManyRequestsError) as refused:
        limit.take("gp")
    assert refused.value.seconds == 10
    clock.seconds = refused.value.seconds
    limit.take("gp")


def test_none_limits_nobody(clock: _Clock) -> None:
    assert _taken(Rates(0), "gp", 5_000) == 5_000


def test_memory_is_bounded_and_the_emptiest_bucket_is_kept(clock: _Clock) -> None:
    limit = Rates(60)
    _taken(limit, "thief", 60)
    for number in range(ACTORS_MAX + 10):
        limit.take(f"actor-{number}")
    assert len(limit._buckets) <= ACTORS_MAX
    with pytest.raises(TooManyRequestsError):
        limit.take("thief")
