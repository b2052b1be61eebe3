"""A build step runs again when, and only when, its inputs or what it left have changed."""

from pathlib import Path

import pytest

from build_support.stamps import Stamp


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "a.css").write_text("a")
    (tmp_path / "out" / "b.css").write_text("b")
    _stamp(tmp_path).write()
    return tmp_path


def test_unchanged_is_current(built: Path) -> None:
    assert _stamp(built).is_current()


def test_input_changed_is_not_current(built: Path) -> None:
    (built / "in" / "a.css").write_text("other")
    assert not _stamp(built).is_current()


def test_input_added_is_not_current(built: Path) -> None:
    (built / "in" / "new.css").write_text("")
    assert not _stamp(built).is_current()


def test_output_removed_is_not_current(built: Path) -> None:
    (built / "out" / "b.css").unlink()
    assert not _stamp(built).is_current()


def test_never_built_is_not_current(tmp_path: Path) -> None:
    assert not _stamp(tmp_path).is_current()


def _stamp(folder: Path) -> Stamp:
    return Stamp(folder / "stamp.json", [folder / "in"], folder / "out")
