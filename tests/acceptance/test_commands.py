"""The contract of every command: quick help, data on standard output, the rest elsewhere."""

import subprocess
import time

import pytest

from tests.acceptance.running import cordee

HELP_S = 2.0
COMMANDS = (
    "access", "account", "application", "demo", "fhir", "import", "migrate", "populate", "serve", "territory",
    "token", "worker",
)  # fmt: skip


def test_help_lists_commands_quickly() -> None:
    started = time.monotonic()
    shown = subprocess.run(cordee("--help"), capture_output=True, text=True, check=True)
    assert time.monotonic() - started < HELP_S
    for command in COMMANDS:
        assert command in shown.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    shown = subprocess.run(cordee(command, "--help"), capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout


def test_unknown_command_is_a_misuse() -> None:
    misused = subprocess.run(cordee("nothing"), capture_output=True, text=True, check=False)
    assert misused.returncode == 2
    assert misused.stdout == ""
