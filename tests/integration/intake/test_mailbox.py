"""A mailbox over the servers there are: in cipher or not, moving or copying, and messages too large to take whole."""

import pytest
from pymap.config import IMAPConfig

from cordee.care import requests
from cordee.care.requests.mail_files import CUT
from cordee.exchange.intake import Mailbox, MailboxRefusedError, mailbox
from cordee.store import Repository
from tests.integration.care.village import COORDINATOR, door
from tests.integration.imap_server import ImapServer
from tests.integration.intake.conftest import MakeIntake
from tests.integration.intake.curt_server import ELSEWHERE, HERE, curt_server
from tests.integration.intake.test_taking import written


async def test_no_password_is_said_in_the_clear_to_another_machine() -> None:
    async with curt_server() as server:
        with pytest.raises(MailboxRefusedError):
            await Mailbox.open(server.address(ELSEWHERE))
        await server.until_left()
        assert server.commands == ["CAPABILITY"]
    async with curt_server() as server:
        await (await Mailbox.open(server.address(HERE))).close()
        assert server.commands == ["CAPABILITY", "LOGIN", "SELECT", "CAPABILITY", "LOGOUT"]


@pytest.mark.parametrize("host", [HERE, ELSEWHERE])
async def test_server_that_can_cipher_is_asked_to_before_any_password(host: str) -> None:
    async with curt_server(can="STARTTLS", refuses_from=2) as server:
        with pytest.raises(MailboxRefusedError):
            await Mailbox.open(server.address(host))
        await server.until_left()
        assert server.commands == ["CAPABILITY", "STARTTLS"]


@pytest.mark.parametrize("refuses_from", [2, 3, 4])
async def test_server_that_refuses_on_the_way_is_hung_up_on(refuses_from: int) -> None:
    async with curt_server(refuses_from=refuses_from) as server:
        with pytest.raises(MailboxRefusedError) as refusal:  # kept: what it holds must not hold the line
            await Mailbox.open(server.address(HERE))
        await server.until_left()
        assert len(server.commands) == refuses_from
        assert refusal.value.code == "mailbox-refused"


@pytest.mark.parametrize(("can", "left"), [([b"UIDPLUS"], 0), ([], 1)])
async def test_server_that_cannot_move_copies_and_deletes_its_own(
    store: Repository, imap: ImapServer, intake: MakeIntake, monkeypatch: pytest.MonkeyPatch,
    can: list[bytes], left: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(IMAPConfig, "login_capability", can)
    imap.put(written())
    reader = intake(intake_imap_done="Traités")
    assert [await reader.run(), await reader.run()] == [1, 0]
    assert imap.count('"Trait&AOk-s"', "SEEN") == 1
    assert (imap.count(), imap.count(wanted="DELETED")) == (left, left)
    assert len(await requests.open_requests(door(store, COORDINATOR))) == 1


async def test_message_too_large_is_taken_by_its_beginning(
    store: Repository, imap: ImapServer, intake: MakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, larger = written(1), written(2) + b"Elle ne mange plus.\r\n"
    monkeypatch.setattr(mailbox, "MAIL_BYTES_MAX", len(whole))
    monkeypatch.setattr(mailbox, "BEGINNING_BYTES", len(whole) - len(" hier.\r\n"))
    imap.put(whole, larger)
    assert await intake().run() == 2
    mine = door(store, COORDINATOR)
    found = sorted((one.details, one.id) for one in await requests.open_requests(mine))
    assert [details for details, _ in found] == ["Elle est tombée", "Elle est tombée hier."]
    originals = []
    for _, id_ in found:
        (file,) = await requests.files_of(mine, id_)
        originals.append((await requests.file_content(mine, id_, file.id)).data.decode())
    assert [CUT in one for one in originals] == [True, False]
    assert imap.count(wanted="UNSEEN") == 0
