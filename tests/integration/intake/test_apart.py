"""A message is read in a process of its own: what holds it up is ended, what stopped it otherwise is told apart."""

import subprocess
import sys
from pathlib import Path

import pytest

from cordee.care.requests.mail import UNREAD
from cordee.exchange.intake import apart, read_mail
from cordee.exchange.intake.apart import ReadingStoppedError, read_apart

HEAD = b"From: Mme Petit <petit@ville.example>\r\nSubject: Ma mere\r\nMessage-ID: <1@ville.example>\r\n"
PLAIN = HEAD + b"\r\nElle est tombee.\r\n"
SLOW = (
    HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(25))
    + b"x\n" * 3_000_000
)
"""Within the bounds of what is parsed, and some ten seconds long."""


def reading_processes() -> list[str]:
    """Return the processes that read a message at this moment, begun by this one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, status = (folder / "cmdline").read_bytes(), (folder / "stat").read_text()
        except OSError:  # gone meanwhile
            continue
        if b"cordee.exchange.mime" in command and status.rpartition(")")[2].split()[1] == str(_own()):
            found.append(folder.name)
    return found


def _own() -> int:
    return int(Path("/proc/self").resolve().name)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program that stands where the interpreter does; a test writes what it does."""
    program = tmp_path / "python"
    monkeypatch.setattr(apart, "PYTHON", str(program))
    return program


def write(program: Path, command: str) -> None:
    """Write what a program does."""
    program.write_text(f"#!/bin/sh\n{command}\n")
    program.chmod(0o700)


async def test_message_is_read_and_its_process_is_gone() -> None:
    found = await read_apart(PLAIN)
    assert found is not None
    assert (found.text, found.is_cut) == ("Elle est tombee.", False)
    assert reading_processes() == []


@pytest.mark.parametrize("bound", ["CPU_SECONDS_MAX", "WALL_SECONDS_MAX"])
async def test_message_that_takes_too_long_is_ended_and_its_head_kept(
    monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(apart, bound, 1)
    found = await read_mail(SLOW)
    assert reading_processes() == []
    assert (found.subject, found.sender_email) == ("Ma mere", "petit@ville.example")
    assert (found.is_cut, found.is_raw, found.words) == (True, True, UNREAD)
    assert found.text.startswith("--b0")
    assert found.key == (await read_mail(PLAIN)).key  # one message, however far it was read


async def test_message_that_takes_too_much_memory_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = HEAD + b"\r\n" + b"x\n" * 6_000_000
    monkeypatch.setattr(apart, "MEMORY_BYTES_MAX", 2 * apart.MEMORY_BYTES_MAX)
    assert await read_apart(lines) is not None
    monkeypatch.setattr(apart, "MEMORY_BYTES_MAX", 200 * 1024 * 1024)
    assert await read_apart(PLAIN) is not None
    assert await read_apart(lines) is None


def test_reading_process_imports_nothing_of_the_house_but_mime() -> None:
    names = "print(*sorted(one for one in sys.modules if one.startswith('cordee')))"
    said = subprocess.run(
        [sys.executable, "-c", f"import sys, cordee.exchange.mime.__main__; {names}"],
        check=True,
        capture_output=True,
        text=True,
    )
    others = {one for one in said.stdout.split() if not one.startswith("cordee.exchange.mime")}
    assert others == {"cordee", "cordee.exchange"}


async def test_process_has_no_secret_and_no_setting(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORDEE_INTAKE_IMAP_PASSWORD", "secret")
    write(stand_in, f"env > {tmp_path}/seen; exit 65")
    assert await read_apart(PLAIN) is None
    names = {line.partition("=")[0] for line in (tmp_path / "seen").read_text().splitlines()}
    assert names - {"PWD", "OLDPWD", "SHLVL", "_"} == {"PYTHONPATH"}


@pytest.mark.parametrize("command", ["exit 65", "kill -SEGV $$", "kill -XCPU $$"])
async def test_what_a_message_does_to_its_process_is_not_tried_again(stand_in: Path, command: str) -> None:
    write(stand_in, command)
    assert await read_apart(PLAIN) is None


@pytest.mark.parametrize("command", ["exit 1", "kill -TERM $$", "kill -KILL $$", "exit 0", ""])
async def test_what_others_do_to_the_process_is_tried_again(stand_in: Path, command: str) -> None:
    if command:
        write(stand_in, command)
    with pytest.raises(ReadingStoppedError):
        await read_apart(PLAIN)
