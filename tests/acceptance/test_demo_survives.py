"""`cordee demo` after violence: nothing stored is lost and the next start recovers by itself."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from tests.acceptance.running import demo, wait_until

pytestmark = pytest.mark.slow


def test_everything_killed_next_start_recovers(opened_once: Path) -> None:
    with demo(opened_once) as running:
        running.wait_until_open()
        for process in [psutil.Process(running.pid), *running.descendants()]:
            process.kill()
        running.wait()
    with demo(opened_once) as again:
        again.wait_until_open()
        assert again.answers()


def test_demo_alone_killed_takes_its_processes_along(opened_once: Path) -> None:
    with demo(opened_once) as running:
        running.wait_until_open()
        started = running.descendants()
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        wait_until(lambda: not any(process.is_running() for process in started), "its processes are gone")


def test_demo_alone_killed_next_start_does_not_wait_for_leftovers(opened_once: Path) -> None:
    with demo(opened_once) as running:
        running.wait_until_open()
        os.kill(running.pid, signal.SIGKILL)
        with demo(opened_once, port=running.port) as again:
            again.wait_until_open()
            assert again.answers()


@pytest.mark.parametrize("name", ["server", "worker"])
def test_process_killed_is_started_again(opened_once: Path, name: str) -> None:
    command = {"server": "serve", "worker": "worker"}[name]
    with demo(opened_once) as running:
        running.wait_until_open()
        victim = next(p for p in running.descendants() if p.cmdline()[-1:] == [command])
        victim.kill()
        running.wait_until_said(f"« {name} » s’est arrêté")
        wait_until(
            lambda: any(p.cmdline()[-1:] == [command] and p.pid != victim.pid for p in running.descendants()),
            f"the {name} is back",
        )
        wait_until(running.answers, "the server answers")


def test_database_killed_is_started_again(opened_once: Path) -> None:
    with demo(opened_once) as running:
        running.wait_until_open()
        next(p for p in running.descendants() if p.name() == "postgres").kill()
        running.wait_until_said("La base s’est arrêtée")
        wait_until(running.answers, "the server answers")


def test_process_id_given_to_another_program_is_left_alone(opened_once: Path) -> None:
    stale = opened_once / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{opened_once / 'postgres'}\n0\n5432\n/tmp\n\n0 0\nready\n")
    with demo(opened_once) as running:
        running.wait_until_open()
        assert running.answers()
