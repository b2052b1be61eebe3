"""What bounds the reading of the mailbox: the time of a run, one run at once, how long a message is passed over."""

import asyncio
from pathlib import Path

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector

from cordee.access import Gate
from cordee.jobs import intake as intake_job
from cordee.kernel.settings import Settings
from cordee.store import Repository
from cordee.territories import Territory
from tests.integration.imap_server import PASSWORD, ImapServer
from tests.integration.intake.conftest import MakeIntake
from tests.integration.intake.test_taking import written


class Reading:
    """Reads messages as the worker does, each in `seconds` of a clock of its own; breaks on them while `is_broken`."""

    def __init__(self) -> None:
        self.now = 0.0
        self.seconds = 0.0
        self.is_broken = False
        self.count = 0
        self._read = intake_job.read_mail

    def read(self, content: bytes, **how: object) -> object:
        """Read a message, or break."""
        self.now += self.seconds
        self.count += 1
        if self.is_broken:
            raise ValueError
        return self._read(content, **how)  # type: ignore[arg-type]


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    """How messages are read, and the clock of the worker."""
    made = Reading()
    monkeypatch.setattr(intake_job, "read_mail", made.read)
    monkeypatch.setattr(intake_job, "monotonic", lambda: made.now)
    return made


async def test_run_ends_in_its_time_and_the_next_goes_on(
    imap: ImapServer, intake: MakeIntake, reading: Reading
) -> None:
    imap.put(*(written(number) for number in range(4)))
    reader, reading.seconds = intake(), intake_job.RUN_SECONDS / 2 + 1
    assert [await reader.run() for _ in range(3)] == [2, 2, 0]


async def test_message_passed_over_is_tried_again_after_an_hour(
    imap: ImapServer, intake: MakeIntake, reading: Reading
) -> None:
    imap.put(written())
    reader, reading.is_broken = intake(), True
    for _ in range(intake_job.TRIES_MAX + 2):
        assert await reader.run() == 0
    assert reading.count == intake_job.TRIES_MAX
    reading.is_broken = False
    reading.now = intake_job.PASSED_OVER_SECONDS
    assert await reader.run() == 0
    reading.now += 1
    assert await reader.run() == 1


async def test_run_under_way_is_not_joined_by_another(
    store: Repository, imap: ImapServer, territory: Territory, reading: Reading, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(intake_job, "MAILS_PER_RUN", 1)
    imap.put(written(1), written(2))
    settings = Settings(data_dir=tmp_path, intake_imap_url=imap.url, intake_imap_password=PASSWORD)
    gate, app = Gate(store, settings), App(connector=InMemoryConnector())
    intake_job.add_intake_task(app, gate, settings, territory)
    read_mailbox = app.tasks["read-mailbox"].func
    await asyncio.gather(read_mailbox(timestamp=0), read_mailbox(timestamp=0))
    assert (reading.count, imap.count(wanted="UNSEEN")) == (1, 1)
    await read_mailbox(timestamp=60)
    assert (reading.count, imap.count(wanted="UNSEEN")) == (2, 0)
    await gate.close()
