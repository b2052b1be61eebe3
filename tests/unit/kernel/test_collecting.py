"""The collector stands still during long work, and is as it was after."""

import gc
from collections.abc import Iterator

import pytest

from cordee.kernel.collecting import collecting_between


class _Loop:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _nothing_frozen() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


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


def test_what_was_frozen_before_stays_frozen_alone() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    fresh = [_Loop() for _ in range(1000)]
    with collecting_between():
        assert abs(gc.get_freeze_count() - frozen) < len(fresh)  # what dies meanwhile is not counted any more
    assert gc.isenabled()
    assert frozen - len(fresh) < gc.get_freeze_count() <= frozen


def test_collector_is_as_it_was_after_a_failure() -> None:
    with pytest.raises(RuntimeError), collecting_between():
        raise RuntimeError
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
