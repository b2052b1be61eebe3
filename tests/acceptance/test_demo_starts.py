"""`cordee demo`, from nothing to a page that answers, and again."""

import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.acceptance.running import cordee, demo

pytestmark = pytest.mark.slow

SECOND_START_S = 5.0
STARTS_MAX = 4


def test_first_start_prints_where_to_go_and_who_to_be(tmp_path: Path) -> None:
    with demo(tmp_path / "new") as running:
        running.wait_until_open()
        assert running.answers()
        assert f"http://127.0.0.1:{running.port}" in running.text
        assert "Compte" in running.text


def test_second_start_is_quick(opened_once: Path) -> None:
    assert min(_starts(opened_once)) < SECOND_START_S


def test_second_start_keeps_what_was_there(opened_once: Path) -> None:
    with demo(opened_once) as running:
        running.wait_until_open()
        login = _first_login(running.text)
        made = subprocess.run(
            cordee("token", "--account", login, "--data", str(opened_once)),
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    with demo(opened_once) as running:
        running.wait_until_open()
        assert _status(f"{running.address}/fhir/Patient", made.stdout.strip()) == 200
        assert _status(f"{running.address}/fhir/Patient", "not-a-token") == 401


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_leaves_nothing_running(opened_once: Path, sent: signal.Signals) -> None:
    with demo(opened_once) as running:
        running.wait_until_open()
        started = running.descendants()
        assert any(process.name() == "postgres" for process in started)
        running.send(sent)
        assert running.wait() == 0
        assert [process for process in started if process.is_running()] == []
        assert "Les données sont gardées" in running.text


def test_asked_to_stop_while_opening_ends_cleanly(tmp_path: Path) -> None:
    with demo(tmp_path / "new") as running:
        running.wait_until_said("Ouverture de la base")
        running.send(signal.SIGTERM)
        assert running.wait() == 0
        assert not [
            p for p in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(p.info["cmdline"] or [])
        ]


def test_database_given_by_address_is_used_instead(tmp_path: Path, database_url: str) -> None:
    with demo(tmp_path / "new", database_url=database_url) as running:
        running.wait_until_open()
        assert running.answers()
        assert not (tmp_path / "new" / "postgres").exists()


def _starts(folder: Path) -> Iterator[float]:
    """Yield how long starts take, until one is quick: another program may have taken the processors meanwhile."""
    for _ in range(STARTS_MAX):
        with demo(folder) as running:
            running.wait_until_open()
            yield running.started_in_s
        if running.started_in_s < SECOND_START_S:
            return


def _first_login(text: str) -> str:
    lines = text.splitlines()
    heading = next(index for index, line in enumerate(lines) if "Compte" in line)
    return lines[heading + 1].split()[0]


def _status(address: str, token: str) -> int:
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
