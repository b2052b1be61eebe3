"""Waits between tries double and stay bounded."""

from cordee.jobs.patience import FIRST_WAIT_S, WAIT_MAX_S, wait_seconds


def test_waits_double_from_two_seconds() -> None:
    assert [wait_seconds(n) for n in range(4)] == [FIRST_WAIT_S, 4, 8, 16]


def test_wait_never_exceeds_a_quarter_of_an_hour() -> None:
    assert wait_seconds(1000) == WAIT_MAX_S
