"""How attempts are slowed down, by the clock alone."""

from datetime import UTC, datetime, timedelta

import pytest

from cordee.access.throttle import (
    ONE_IDENTITY,
    ONE_LOGIN,
    ONE_SOURCE,
    Pace,
    after_success,
    after_try,
    key_of,
    seconds_closed,
    source_of,
)
from cordee.store.credentials import OPEN, Count

START = datetime(2026, 11, 25, 8, tzinfo=UTC)
NEW = Count(0, START, OPEN)


def waits(pace: Pace, tries: int) -> list[timedelta]:
    """Return how long each attempt closes the key, made as soon as it may be."""
    count, at, found = NEW, START, []
    for _ in range(tries):
        count = after_try(count, pace, at)
        found.append(max(timedelta(), count.opens_at - at))
        at = max(at, count.opens_at)
    return found


def test_first_slips_are_free_then_each_wait_doubles() -> None:
    assert [int(wait.total_seconds()) for wait in waits(ONE_LOGIN, 9)] == [0, 0, 0, 0, 0, 2, 4, 8, 16]


@pytest.mark.parametrize("pace", [ONE_LOGIN, ONE_SOURCE, ONE_IDENTITY])
def test_waits_grow_to_their_longest_and_no_further(pace: Pace) -> None:
    found = waits(pace, 60)
    assert found == sorted(found)
    assert found[-1] == pace.longest_wait


def test_a_day_of_trying_gives_few_guesses() -> None:
    count, at, guesses = NEW, START, 0
    while at < START + timedelta(days=1):
        count = after_try(count, ONE_LOGIN, at)
        guesses, at = guesses + 1, max(count.opens_at, at + timedelta(milliseconds=50))
    assert guesses < 45


def test_a_day_of_codes_from_anywhere_gives_a_guesser_next_to_nothing() -> None:
    count, at, guesses = NEW, START, 0
    while at < START + timedelta(days=1):
        count = after_try(count, ONE_IDENTITY, at)
        guesses, at = guesses + 1, max(count.opens_at, at + timedelta(milliseconds=50))
    assert guesses * 3 / 10**6 < 0.001  # three codes of a million pass at any time


def test_after_its_memory_a_key_starts_anew() -> None:
    count = NEW
    for _ in range(20):
        count = after_try(count, ONE_LOGIN, START)
    later = START + ONE_LOGIN.memory + timedelta(seconds=1)
    assert after_try(count, ONE_LOGIN, later) == Count(1, later, OPEN)


def test_success_takes_its_own_attempt_back_and_no_other() -> None:
    count = after_try(after_try(NEW, ONE_SOURCE, START), ONE_SOURCE, START)
    assert after_success(count, START) == Count(1, START, OPEN)


def test_closed_as_long_as_the_one_that_opens_last() -> None:
    closed = [
        Count(6, START, START + timedelta(seconds=2)),
        Count(40, START, START + timedelta(seconds=90, microseconds=1)),
    ]
    assert seconds_closed(closed, START) == 91
    assert seconds_closed([NEW], START) == 0
    assert seconds_closed([], START) == 0


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_source_is_what_one_subscriber_is_given(address: str, source: str) -> None:
    assert source_of(address) == source


def test_keys_of_different_parts_differ_however_they_are_cut() -> None:
    assert len({key_of("a", "bc"), key_of("ab", "c"), key_of("abc"), key_of("a", "b", "c")}) == 4
