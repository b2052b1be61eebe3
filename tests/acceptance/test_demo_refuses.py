"""`cordee demo` where it cannot run: a sentence that says what to do, exit code 1, nothing started."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.running import cordee, demo, free_port, run_as_ordinary_user

pytestmark = pytest.mark.slow


def test_port_in_use_is_named_with_a_free_suggestion(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with demo(tmp_path / "new", port=port) as refused:
            assert refused.wait() == 1
    assert f"Le port {port} est déjà pris" in refused.text
    assert f"PORT={port + 1}" in refused.text
    assert not (tmp_path / "new" / "postgres").exists()


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:2]):  # pytest closes these to everyone else
        folder.chmod(0o755)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    if run_as_ordinary_user(cordee("--version")).returncode:
        pytest.skip("an ordinary user cannot run this Python")
    refused = run_as_ordinary_user(cordee("demo", "--data", str(closed), "--port", str(free_port())))
    assert refused.returncode == 1
    assert f"{closed} n’est pas accessible en écriture" in refused.stderr
    assert "make demo DATA=" in refused.stderr
    assert refused.stdout == ""


def test_folder_on_a_file_system_that_refuses_is_named() -> None:
    with demo(Path("/proc/cordee")) as refused:
        assert refused.wait() == 1
    assert "/proc/cordee n’est pas accessible en écriture" in refused.text


def test_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with demo(tmp_path / "file") as refused:
        assert refused.wait() == 1
    assert "n’est pas accessible en écriture" in refused.text


def test_second_demo_on_the_same_folder_says_where_the_first_is(opened_once: Path) -> None:
    with demo(opened_once) as running:
        running.wait_until_open()
        with demo(opened_once) as second:
            assert second.wait() == 1
        assert "tourne déjà" in second.text
        assert running.address in second.text
        assert running.answers()


def test_database_that_does_not_answer_is_refused_without_its_password(tmp_path: Path) -> None:
    address = f"postgresql://someone:very-secret@127.0.0.1:{free_port()}/nothing"
    refused = subprocess.run(
        cordee("demo", "--data", str(tmp_path), "--port", str(free_port())),
        env={**os.environ, "CORDEE_DATABASE_URL": address},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refused.returncode == 1
    assert "CORDEE_DATABASE_URL ne répond pas" in refused.stderr
    assert "very-secret" not in refused.stderr


@pytest.mark.parametrize("arguments", [["--port", "99999"], ["--port", "http"], ["--colour", "blue"]])
def test_misuse_ends_with_code_two(arguments: list[str]) -> None:
    misused = subprocess.run(cordee("demo", *arguments), capture_output=True, text=True, check=False)
    assert misused.returncode == 2
    assert misused.stdout == ""
    assert misused.stderr
