"""The collector stands still during long work, and is as it was after."""

import gc

import pytest

from cordee.kernel.collecting import collecting_between


class _Loop:
    def __init__(self) -> None:
        self.itself = self


def test_collector_runs_when_told_and_is_as_it_was_after() -> None:
    assert gc.isenabled()
    with collecting_between() as collect:
        assert not gc.isenabled()
        assert gc.get_freeze_count() > 0
        _Loop()
        assert collect() is not None
        with collecting_between():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_collector_is_as_it_was_after_a_failure() -> None:
    with pytest.raises(RuntimeError), collecting_between():
        raise RuntimeError
    assert gc.isenabled()
