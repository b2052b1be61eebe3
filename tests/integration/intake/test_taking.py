"""Mail becomes requests: each unread message one, never two, none lost, whatever happens in between."""

import pytest

from cordee.care import requests
from cordee.care.requests import UnnamedPersonError
from cordee.exchange.intake import MailboxAwayError, MailboxRefusedError
from cordee.jobs import intake as intake_job
from cordee.kernel.errors import NotFoundError
from cordee.store import Repository
from tests.integration.care.village import COORDINATOR, NURSE, door
from tests.integration.imap_server import ImapServer
from tests.integration.intake.conftest import MakeIntake


def written(number: int = 1, *, subject: str = "Ma mère est seule", more: str = "") -> bytes:
    """Return a message of Mme Petit."""
    head = (
        f"From: Mme Petit <petit@ville.example>\nTo: appui@dac.example\nSubject: {subject}\n"
        f"Date: Thu, 26 Nov 2026 08:00:00 +0100\nMessage-ID: <{number}@ville.example>\n{more}"
        "Content-Type: text/plain; charset=utf-8\n\nElle est tombée hier.\n"
    )
    return head.replace("\n", "\r\n").encode()


async def open_requests(store: Repository) -> tuple[requests.SupportRequest, ...]:
    """Return what stands on the board of the coordination."""
    return await requests.open_requests(door(store, COORDINATOR))


async def test_message_becomes_one_request_to_triage(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    imap.put(written(subject="Tr: Ma mère est seule"))
    reader = intake(intake_imap_done="Traités")
    assert [await reader.run(), await reader.run()] == [1, 0]
    (found,) = await open_requests(store)
    assert (found.reason, found.details) == ("Ma mère est seule", "Elle est tombée hier.")
    assert (found.requester, found.caller_email) == ("Mme Petit", "petit@ville.example")
    assert (found.step, found.is_mailed, found.is_named) == ("new", True, False)
    assert found.name.polite == "Personne à préciser"
    assert imap.count() == 0
    assert imap.count('"Trait&AOk-s"', "SEEN") == 1
    with pytest.raises(NotFoundError):
        await requests.read_request(door(store, NURSE), found.id)


async def test_killed_between_writing_and_marking_makes_one_request(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    imap.put(written(1), written(2))
    assert await intake().run() == 2
    imap.mark_unread()  # as a worker that was killed before it marked leaves them
    assert await intake().run() == 0
    assert len(await open_requests(store)) == 2
    assert imap.count(wanted="UNSEEN") == 0


async def test_nobody_wrote_automatic_messages(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    imap.put(
        written(1, more="Auto-Submitted: auto-replied\n"),
        written(2, more="Return-Path: <>\n"),
        written(3, more="Precedence: bulk\n"),
    )
    assert await intake(intake_imap_done="Traités").run() == 0
    assert await open_requests(store) == ()
    assert imap.count(wanted="SEEN") == 3  # left for people to look at


async def test_many_messages_are_taken_over_several_runs(
    store: Repository, imap: ImapServer, intake: MakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_job, "MAILS_PER_RUN", 3)
    imap.put(*(written(number) for number in range(5)))
    reader = intake()
    assert [await reader.run(), await reader.run(), await reader.run()] == [3, 2, 0]
    assert len(await open_requests(store)) == 5


async def test_message_that_cannot_be_taken_holds_up_no_other(
    store: Repository, imap: ImapServer, intake: MakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(content: bytes, **how: object) -> object:
        if b"<1@" in content:
            raise ValueError("Mme Petit")
        return intake_read(content, **how)  # type: ignore[arg-type]

    intake_read = intake_job.read_mail
    monkeypatch.setattr(intake_job, "read_mail", read)
    imap.put(written(1), written(2))
    reader = intake()
    assert [await reader.run() for _ in range(5)] == [1, 0, 0, 0, 0]
    assert imap.count(wanted="UNSEEN") == 1
    monkeypatch.setattr(intake_job, "read_mail", intake_read)
    assert await intake().run() == 1


async def test_mailbox_that_is_away_or_refuses_says_so_and_loses_nothing(
    imap: ImapServer, intake: MakeIntake
) -> None:
    imap.put(written())
    with pytest.raises(MailboxRefusedError):
        await intake(intake_imap_password="wrong").run()
    with pytest.raises(MailboxRefusedError):
        await intake(intake_imap_url=imap.url.replace("INBOX", "Absent")).run()
    with pytest.raises(MailboxAwayError):
        await intake(intake_imap_url="imap://appui@127.0.0.1:1/INBOX").run()
    assert imap.count(wanted="UNSEEN") == 1


async def test_person_is_named_before_a_record_opens(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    imap.put(written())
    await intake().run()
    (found,) = await open_requests(store)
    mine = door(store, COORDINATOR)
    opening = requests.Opening(theme="falls", theme_label="Chutes")
    with pytest.raises(UnnamedPersonError):
        await requests.accept(mine, found.id, opening)
    await requests.name_person(
        mine, found.id, requests.Identity(family="Rollin", given="Odette", gender="female")
    )
    (found,) = await open_requests(store)
    assert (found.name.polite, found.is_named) == ("Mme Odette ROLLIN", True)
    assert await requests.accept(mine, found.id, opening) == found.patient_id
