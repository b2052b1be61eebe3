"""`cordee trace`: what each command prints, and the exit code that a script relies on."""

from pathlib import Path

import psycopg
import pytest

from cordee.cli.entry import DONE, FAILED, MISUSED, run

LINE = (
    "INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count) VALUES"
    " ('PractitionerRole/x', 'nurse', '', 'care', 'read', 'done', 'Patient', 'p', 'p', 1)"
)


@pytest.fixture
def traced(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with a line of trace, which the commands use."""
    monkeypatch.setenv("CORDEE_DATABASE_URL", database_url)
    monkeypatch.setenv("CORDEE_DATA", str(tmp_path))
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute(LINE)
    return database_url


def test_a_trace_is_sealed_verified_told_and_taken_out(
    traced: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["trace", "seal"]) == DONE
    assert capsys.readouterr().out == (tmp_path / "seal" / "seals.jsonl").read_text()
    assert run(["trace", "verify"]) == DONE
    said = capsys.readouterr()
    assert said.out == ""
    assert "Rien n’a été retiré, modifié ni déplacé." in said.err
    assert run(["trace", "status"]) == DONE
    assert "maillons\t1\n" in capsys.readouterr().out
    assert run(["trace", "export", "--since", "2020-01-01"]) == DONE
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.startswith("ligne,")
    assert sum("PractitionerRole/x" in line for line in lines) == 1
    assert run(["trace", "export", "--since", "yesterday"]) == MISUSED
    assert run(["trace", "purge"]) == DONE
    assert run(["trace", "purge", "--days", "30"]) == FAILED


def test_a_touched_trace_is_named_and_the_command_fails(
    traced: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["trace", "seal"])
    with psycopg.connect(traced, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE trace SET who = 'PractitionerRole/y' WHERE key = 1")
    capsys.readouterr()
    assert run(["trace", "verify"]) == FAILED
    said = capsys.readouterr()
    assert said.out.startswith("ligne 1 du ")
    assert said.out.endswith(": modifiée\n")
    assert "PractitionerRole" not in said.out + said.err
