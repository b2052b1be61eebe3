"""Packs as files: wherever they are, whatever their bytes."""

from pathlib import Path

import pytest

from cordee.territories import PackError, check, load
from tests.unit.territories.packs import TINY, tiny


def test_a_file_anywhere_is_a_territory(tmp_path: Path) -> None:
    file = tmp_path / "val.yaml"
    file.write_text(TINY, encoding="utf-8")
    assert check(file) == []
    assert load(file).name == load(str(file)).name == "Val de Test"


def test_windows_line_ends_and_byte_order_mark_are_read(tmp_path: Path) -> None:
    file = tmp_path / "val.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + TINY.replace("\n", "\r\n").encode())
    assert check(file) == []


def test_a_problem_names_the_file_as_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "val.yaml"
    file.write_text(tiny("13172", "-1"), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load(file)
    assert caught.value.problems[0].in_french().startswith(f"{file}:10 : ")
    assert check(file) == list(caught.value.problems)


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "val.yaml"
    file.write_bytes(TINY.encode("latin-1", "replace"))
    (problem,) = check(file)
    assert problem.line == 4
    assert "UTF-8" in problem.message_fr
    assert "UTF-8" in problem.remedy_en


@pytest.mark.parametrize("name", ["absent.yaml", "nowhere", ""])
def test_what_does_not_exist_says_what_does(tmp_path: Path, name: str) -> None:
    (problem,) = check(tmp_path / name)
    assert "nord-saone-et-loire" in problem.remedy_fr


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as stream:
        stream.truncate(17 * 1024 * 1024)
    (problem,) = check(file)
    assert "trop gros" in problem.message_fr
