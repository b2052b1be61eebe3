"""`cordee doctor` opens the mailbox of the settings and says what is wrong with it, or nothing."""

from pathlib import Path

import pytest

from cordee.cli import health
from cordee.cli.health import ADVICE, UNSAFE, findings
from cordee.kernel.settings import Settings
from tests.integration.imap_server import PASSWORD, ImapServer
from tests.integration.intake.test_taking import written


async def test_doctor_opens_the_mailbox(
    imap: ImapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def said(**changes: str) -> list[tuple[str, str]]:
        given = {"intake_imap_url": imap.url, "intake_imap_password": PASSWORD, "intake_imap_done": "Traités"}
        settings = Settings(data_dir=tmp_path, **(given | changes))  # type: ignore[arg-type]
        return [(one.grade, one.words) for one in await findings(settings) if "INTAKE" in one.about]

    assert await said() == []
    assert [grade for grade, _ in await said(intake_imap_done="")] == [ADVICE]
    ((grade, words),) = await said(intake_imap_password="wrong")
    assert grade == UNSAFE
    assert "refuse" in words
    monkeypatch.setattr(health, "INTAKE_WAITING_MAX", 1)
    imap.put(written(1), written(2))
    ((grade, words),) = await said()
    assert grade == ADVICE
    assert "2 messages" in words
    assert imap.count(wanted="UNSEEN") == 2


async def test_doctor_speaks_of_a_mailbox_in_the_clear(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, intake_imap_url="imap://a@mail.invalid/INBOX", intake_imap_done="x"
    )
    words = [one.words for one in await findings(settings) if "INTAKE" in one.about]
    assert any("en clair" in one for one in words)
    assert any("ne répond pas" in one for one in words)
