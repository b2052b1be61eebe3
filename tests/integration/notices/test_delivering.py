"""What leaves the platform: a mail through a real server, a push to a real endpoint; once, counted, saying nothing."""

import base64
import json
import os
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import http_ece
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cordee.access import Gate
from cordee.care.messages import begin
from cordee.care.messages.reading import mark_conversation, open_conversation
from cordee.care.note_writing import add_note
from cordee.care.notices.choices import MAIL, PUSH
from cordee.care.notices.delivering import deliver_due
from cordee.exchange.letters import Post
from cordee.exchange.push import Push
from cordee.jobs import Jobs
from cordee.jobs.carriers import ByMail, ByPush
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.integration.care.village import COORDINATOR, GP, JEANNE, NURSE, SOCIAL, actor, build, door
from tests.integration.mailbox import Mailbox, mail_server

EMAIL = "paul.girard@exemple.fr"
LATER = timedelta(hours=3)
NAMES = ("Jeanne", "MOREAU", "Nadia", "Idrissi", JEANNE, "urgent", "note")


class Maker(HTTPServer):
    """A browser's maker: keeps what it is sent, decrypted as the browser would; `status` is what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        self.words: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.status = 201

    @property
    def keys(self) -> tuple[str, str]:
        """Return the browser's public key and secret, as it gives them."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return _text(point), _text(self.auth)


class _Taking(BaseHTTPRequestHandler):
    server: Maker

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.server.status == 201:
            plain = http_ece.decrypt(body, private_key=self.server.key, auth_secret=self.server.auth)
            self.server.words.append(json.loads(plain))
            self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@pytest.fixture
def maker() -> Iterator[Maker]:
    """A browser's maker for the time of a test."""
    server = Maker()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server for the time of a test."""
    with mail_server() as opened:
        yield opened


@pytest.fixture
def settings(database_url: str, tmp_path: Path, mailbox: Mailbox) -> Settings:
    """Settings over the test's database and mail server."""
    return Settings(
        data_dir=tmp_path, database_url=database_url, smtp_url=mailbox.url, public_url="https://cordee.exemple",
        subscription_private=True,
    )  # fmt: skip


@pytest.fixture
async def gate(database: Database, settings: Settings) -> AsyncIterator[Gate]:
    """A gate on the village, where the GP has a mailbox."""
    repository = Repository(database)
    await build(repository)
    opened = Gate(repository, settings)
    identity = await opened.identities.create("Paul Girard", EMAIL)
    await opened.identities.open_account(identity.id, actor(GP))
    for who in (NURSE, SOCIAL, COORDINATOR):
        await opened.save_account(actor(who))
    yield opened
    await repository.close()


async def note(gate: Gate) -> None:
    """Write an urgent note as the nurse."""
    await add_note(
        door(gate._repository, NURSE), JEANNE, type_code="OBS", text="Prise de poids de 2,4 kg.", is_urgent=True,
        audience_code="circle", form_id=new_id(),
    )  # fmt: skip


async def send_mail(gate: Gate, settings: Settings, at: datetime) -> int:
    """Do what the job does each minute."""
    return await deliver_due(gate.notices, MAIL, ByMail(gate.notices, Post(settings, "Europe/Paris")), at)


async def states(gate: Gate) -> list[tuple[str, str, int, str]]:
    """Return the GP's deliveries."""
    return [(one.channel, one.state, one.attempts, one.last_error) for one in await gate.notices.of(GP, 20)]


async def test_ten_events_make_one_mail_that_says_nothing(
    gate: Gate, settings: Settings, mailbox: Mailbox
) -> None:
    for _ in range(10):
        await note(gate)
    await Jobs(settings).drain()

    assert await send_mail(gate, settings, now() + timedelta(minutes=1)) == 1
    assert await send_mail(gate, settings, now() + LATER) == 0

    (mail,) = mailbox.of(EMAIL)
    assert mail["Subject"] == "10 nouveaux éléments vous attendent dans Cordée"
    said = mail.get_content()
    assert "https://cordee.exemple/avis" in said
    assert not [word for word in NAMES if word in said + str(mail["Subject"])]
    assert await states(gate) == [("mail", "sent", 1, "")] * 10


async def test_what_was_read_before_does_not_leave(gate: Gate, settings: Settings, mailbox: Mailbox) -> None:
    repository = gate._repository
    await begin(door(repository, NURSE), JEANNE, topic="", text="Une question ?", form_id=new_id())
    await Jobs(settings).drain()
    gp = door(repository, GP)
    found = await gp.letters.threads()
    await mark_conversation(gp, await open_conversation(gp, found.rows[0].thread))

    assert await send_mail(gate, settings, now() + LATER) == 0
    assert mailbox.messages == []
    assert await states(gate) == [("mail", "needless", 1, "")]


async def test_refused_for_now_is_tried_again_and_for_ever_is_given_up(
    gate: Gate, settings: Settings, mailbox: Mailbox
) -> None:
    await note(gate)
    await Jobs(settings).drain()
    at = now() + timedelta(minutes=1)
    mailbox.answer = "451 later"
    assert await send_mail(gate, settings, at) == 0
    assert await states(gate) == [("mail", "waiting", 1, "letter-not-sent")]
    assert await send_mail(gate, settings, at + timedelta(seconds=30)) == 0
    mailbox.answer = "250 OK"
    assert await send_mail(gate, settings, at + timedelta(minutes=2)) == 1
    await note(gate)
    await Jobs(settings).drain()
    mailbox.answer = "550 no such mailbox"
    assert await send_mail(gate, settings, at + LATER) == 0
    assert ("mail", "given-up", 1, "letter-refused") in await states(gate)


async def test_push_reaches_the_browser_that_asked_and_says_nothing(
    gate: Gate, settings: Settings, maker: Maker
) -> None:
    endpoint = f"http://127.0.0.1:{maker.server_port}/push/abc"
    await gate.notices.register(GP, endpoint, *maker.keys, "Firefox sur Windows")
    await note(gate)
    await Jobs(settings).drain()

    assert maker.words == [
        {"title": "Cordée", "body": "Un nouvel élément vous attend dans Cordée.", "url": "/avis"}
    ]
    headers = maker.headers[0]
    assert headers["urgency"] == "high"
    assert Push(settings).public_key in headers["authorization"]
    assert ("push", "sent", 1, "") in await states(gate)

    maker.status = 410
    await note(gate)
    await Jobs(settings).drain()
    assert await gate.notices.browsers(GP) == []
    assert ("push", "given-up", 1, "no-browser") in await states(gate)


async def test_private_endpoint_is_never_spoken_to(gate: Gate, settings: Settings, maker: Maker) -> None:
    closed = msgspec.structs.replace(settings, subscription_private=False)
    await gate.notices.register(GP, f"http://127.0.0.1:{maker.server_port}/x", *maker.keys, "")
    await note(gate)
    await Jobs(closed).drain()
    assert await deliver_due(gate.notices, PUSH, ByPush(gate.notices, Push(closed)), now() + LATER) == 0
    assert maker.words == []
