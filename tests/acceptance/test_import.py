"""`cordee import` as a command: what it prints, where, and its exit code."""

import subprocess
from pathlib import Path

import pytest

from tests.acceptance.running import cordee

pytestmark = pytest.mark.slow

GOOD = '{"resourceType": "Patient", "id": "one", "gender": "female"}\n'
BAD = '{"resourceType": "Patient", "id": "two", "gender": "purple"}\n'


def test_standard_input_is_imported_once(opened_once: Path) -> None:
    first, again = (_import(["-"], GOOD, opened_once) for _ in range(2))
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert _row(again.stdout, "Total") == ["0", "0", "1", "0"]


def test_bad_entry_costs_no_other_and_is_explained(opened_once: Path, tmp_path: Path) -> None:
    file, report = tmp_path / "people.ndjson", tmp_path / "rejected.ndjson"
    file.write_text(BAD + GOOD.replace("one", "three"))
    done = _import([str(file), "--report", str(report)], "", opened_once)
    assert done.returncode == 1
    assert _row(done.stdout, "Total")[-1] == "1"
    assert str(report) in done.stderr
    assert '"line":1' in report.read_text()


def test_nothing_to_import_is_refused(tmp_path: Path, opened_once: Path) -> None:
    done = _import([str(tmp_path / "absent")], "", opened_once)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Rien à importer" in done.stderr


def _import(arguments: list[str], given: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        cordee("import", *arguments, "--data", str(folder)),
        input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _row(table: str, name: str) -> list[str]:
    return next(line.split()[1:] for line in table.splitlines() if line.startswith(name))
