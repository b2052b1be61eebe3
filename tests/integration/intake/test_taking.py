"""Mail becomes requests: each unread message one, never two, none lost, whatever happens in between."""

import asyncio
from email import policy
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest

from cordee.access.throttle import ALL_MAILBOXES
from cordee.care import requests
from cordee.care.requests import UnnamedPersonError
from cordee.care.requests.mail import UNREAD
from cordee.care.requests.mail_files import CUT
from cordee.exchange.intake import MailboxAwayError, MailboxRefusedError, read_mail
from cordee.fhir.r4 import Reference, ServiceRequest
from cordee.jobs import Jobs
from cordee.jobs import intake as intake_job
from cordee.jobs import requests as request_jobs
from cordee.kernel.errors import NotFoundError
from cordee.kernel.settings import Settings
from cordee.store import Repository
from cordee.store.contents import contents_for
from cordee.store.contents.errors import ScannerSilentError
from tests.integration.care.village import COORDINATOR, JEANNE, NURSE, door
from tests.integration.imap_server import ImapServer
from tests.integration.intake.conftest import MakeIntake
from tests.integration.intake.test_apart import HEAD
from tests.integration.mailbox import mail_server
from tests.integration.store.contents.scanner import EICAR, Clamd
from tests.platform import PLATFORM

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200


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
    async def read(content: bytes, **how: object) -> object:
        if b"<1@" in content:
            raise ValueError("Mme Petit")
        return await intake_read(content, **how)  # type: ignore[arg-type]

    intake_read = intake_job.read_mail
    monkeypatch.setattr(intake_job, "read_mail", read)
    imap.put(written(1), written(2))
    reader = intake()
    assert [await reader.run() for _ in range(5)] == [1, 0, 0, 0, 0]
    assert imap.count(wanted="UNSEEN") == 1
    monkeypatch.setattr(intake_job, "read_mail", intake_read)
    assert await intake().run() == 1


async def test_message_whose_id_is_taken_by_something_else_is_not_said_to_be_done(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    taken = ServiceRequest(
        id=(await read_mail(written())).id,
        status="active",
        intent="order",
        subject=Reference(reference=f"Patient/{JEANNE}"),
    )
    async with store.writing(PLATFORM) as unit:
        unit.create(taken)
    imap.put(written(), written(2))
    assert await intake().run() == 1
    assert imap.count(wanted="UNSEEN") == 1


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


def with_files(
    number: int, *files: tuple[str, bytes], subject: str = "Ma mère", more: dict[str, str] | None = None
) -> bytes:
    """Return a message of Mme Petit that carries files."""
    message = EmailMessage()
    message["From"] = "Mme Petit <petit@ville.example>"
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}@ville.example>"
    for name, value in (more or {}).items():
        message[name] = value
    message.set_content("Elle est tombée.\n\n> hier\n")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes(policy=policy.SMTP)


async def test_files_of_a_message_are_the_request_s_and_what_is_left_is_said(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    imap.put(with_files(1, ("Ordonnance.pdf", PDF), ("contrat.docx", b"PK\x03\x04\x00"), ("vide.pdf", b"")))
    assert await intake().run() == 1
    mine = door(store, COORDINATOR)
    (found,) = await open_requests(store)
    files = await requests.files_of(mine, found.id)
    assert [(one.title, one.form) for one in files] == [
        ("Courriel d’origine", "text"),
        ("Ordonnance.pdf", "pdf"),
    ]
    original = (await requests.file_content(mine, found.id, files[0].id)).data.decode()
    for text in (
        "De : Mme Petit <petit@ville.example>",
        "Objet : Ma mère",
        "Elle est tombée.",
        "Ordonnance.pdf",
    ):
        assert text in original
    assert {one.by for one in files} == {"Mme Petit, par courriel"}
    assert (await requests.file_content(mine, found.id, files[1].id)).data == PDF
    (step,) = await requests.history_of(mine, found.task_id)
    assert (step.who, found.asked_by_words) == ("Mme Petit, par courriel", "Mme Petit, par courriel")
    assert "contrat.docx" in step.said
    with pytest.raises(NotFoundError):
        await requests.read_file(door(store, NURSE), found.id, files[1].id)


async def test_infected_file_is_left_and_the_words_are_kept(
    store: Repository, imap: ImapServer, intake: MakeIntake, tmp_path: Path
) -> None:
    async with Clamd(tmp_path / "clamd.sock") as clamd:
        settings = Settings(data_dir=tmp_path, clamd=clamd.address)
        guarded = Repository(store.database, contents_for(settings, store.database))
        imap.put(with_files(1, ("a.pdf", PDF), ("b.txt", EICAR)))
        assert await intake(repository=guarded).run() == 1
    mine = door(store, COORDINATOR)
    (found,) = await open_requests(store)
    assert [one.title for one in await requests.files_of(mine, found.id)] == ["Courriel d’origine"]
    assert "antivirus" in (await requests.history_of(mine, found.task_id))[0].said
    imap.put(with_files(2, ("a.pdf", PDF)))
    with pytest.raises(ScannerSilentError):
        await intake(repository=guarded).run()
    assert imap.count(wanted="UNSEEN") == 1  # the scanner is gone: it waits
    await guarded.close()


async def test_reply_joins_its_request_while_it_waits_and_from_its_sender_alone(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    imap.put(written(1))
    reader, mine = intake(), door(store, COORDINATOR)
    await reader.run()
    (found,) = await open_requests(store)
    answered = {"In-Reply-To": f"<1.2.{found.number}@dac.example>"}
    reply = with_files(2, ("Ordonnance.pdf", PDF), subject="Re: Votre demande", more=answered)
    imap.put(reply)
    assert await reader.run() == 0
    imap.mark_unread()
    assert await reader.run() == 0
    assert len(await open_requests(store)) == 1
    step, _ = await requests.history_of(mine, found.task_id)
    assert (step.what, step.who, step.said) == (
        "Réponse reçue",
        "Mme Petit, par courriel",
        "Elle est tombée.",
    )
    files = await requests.files_of(mine, found.id)
    assert [one.by for one in files] == ["Mme Petit, par courriel"] * 3
    stranger = reply.replace(b"petit@", b"autre@").replace(b"<2@", b"<3@")
    imap.put(stranger)
    assert await reader.run() == 1
    await requests.refuse(mine, found.id, requests.Answer(reason="answered"))
    imap.put(reply.replace(b"<2@", b"<4@"))
    assert await reader.run() == 1


async def test_acknowledgement_says_the_number_alone_and_stops_before_it_loops(
    store: Repository, imap: ImapServer, intake: MakeIntake, database_url: str, tmp_path: Path
) -> None:
    imap.put(*(written(number) for number in range(5)))
    with mail_server() as mailbox:
        assert await intake(smtp_url=mailbox.url).run() == 5
        settings = Settings(data_dir=tmp_path, database_url=database_url, smtp_url=mailbox.url)
        await Jobs(settings).drain()
    letters = mailbox.of("petit@ville.example")
    assert len(letters) == 4
    numbers = {one.number for one in await open_requests(store)}
    for letter in letters:
        text = f"{letter['Subject']}\n{letter.get_content()}"
        assert letter["Auto-Submitted"] == "auto-replied"
        assert sum(number in text and number in letter["Message-ID"] for number in numbers) == 1
        for secret in ("Petit", "mère", "tombée"):
            assert secret not in text
        assert (await read_mail(letter.as_bytes())).is_automatic


async def test_acknowledgements_stop_whatever_addresses_are_made_up(
    store: Repository,
    imap: ImapServer,
    intake: MakeIntake,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(request_jobs, "ALL_MAILBOXES", msgspec.structs.replace(ALL_MAILBOXES, free=5))
    imap.put(*(written(n).replace(b"petit@", b"petit+%d@" % n) for n in range(5)))
    imap.put(*(written(10 + n).replace(b"petit@", b"autre%d@" % n) for n in range(5)))
    with mail_server() as mailbox:
        assert await intake(smtp_url=mailbox.url).run() == 10
        settings = Settings(data_dir=tmp_path, database_url=database_url, smtp_url=mailbox.url)
        await Jobs(settings).drain()
    assert len(mailbox.messages) == 6
    assert sum("petit+" in letter["To"] for letter in mailbox.messages) <= 4


async def test_message_that_cannot_be_read_is_a_request_and_the_next_is_too(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    deep = (b"Content-Type: multipart/mixed; boundary*=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(60))
    imap.put(HEAD + b"".join(deep), written(2))
    reader = intake(intake_imap_done="Traités")
    assert [await reader.run(), await reader.run()] == [2, 0]
    assert imap.count() == 0
    mine = door(store, COORDINATOR)
    (found,) = [one for one in await open_requests(store) if one.reason == "Ma mere"]
    assert (found.details, found.requester) == (UNREAD, "Mme Petit")
    (file,) = await requests.files_of(mine, found.id)
    original = (await requests.file_content(mine, found.id, file.id)).data.decode()
    assert original.startswith("De : Mme Petit <petit@ville.example>\nObjet : Ma mere\n\n--b0")
    assert original.endswith(CUT)


async def test_reading_that_is_stopped_leaves_its_message_and_is_counted_before_it_is_tried(
    store: Repository, imap: ImapServer, intake: MakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def stopped(content: bytes, **how: object) -> object:
        nonlocal tries
        tries += 1
        raise asyncio.CancelledError

    imap.put(written())
    reader = intake()
    with monkeypatch.context() as patched:
        patched.setattr(intake_job, "read_mail", stopped)
        for _ in range(intake_job.TRIES_MAX):
            with pytest.raises(asyncio.CancelledError):
                await reader.run()
        assert await reader.run() == 0
    assert tries == intake_job.TRIES_MAX
    assert imap.count(wanted="UNSEEN") == 1
    assert await intake().run() == 1


async def test_two_workers_at_once_make_nothing_twice(
    store: Repository, imap: ImapServer, intake: MakeIntake
) -> None:
    imap.put(*(written(number) for number in range(4)))
    came = await asyncio.gather(intake().run(), intake().run())
    assert sum(came) == len(await open_requests(store)) == 4
    assert imap.count(wanted="UNSEEN") == 0
