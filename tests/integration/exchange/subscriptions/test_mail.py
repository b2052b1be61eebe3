"""The e-mail channel against a real SMTP server."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.integration.exchange.subscriptions.conftest import Village
from tests.integration.store.people import weight


class Post:
    """Keeps the messages it takes; `answer` is what it says of each recipient."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.answer = "250 OK"

    async def handle_RCPT(  # noqa: N802  the name is the library's
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content))
        return "250 taken"


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    """A mail server and its address."""
    handler = Post()
    with socket.socket() as probe:  # the library asks its own port after it was told
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


async def test_several_events_are_one_message_that_says_nothing_of_anybody(
    village: Village, post: tuple[Post, str]
) -> None:
    handler, url = post
    id_ = await village.ask(kind="email", endpoint="mailto:gp@example.org")
    await village.tell(smtp_url=url)
    for _ in range(3):
        await village.write(weight("64.30"))

    await village.tell(smtp_url=url, public_url="https://cordee.example.org")

    (message,) = handler.messages
    assert (message["To"], message["Message-ID"]) == ("gp@example.org", f"<{id_}.1-3@localhost>")
    text = message.as_string() + str(message.get_payload(decode=True))
    assert "https://cordee.example.org" in text
    assert not any(word in text for word in ("Jeanne", "jeanne", "Lambert", "64.30", "Observation", "29463"))
    assert await village.run("SELECT sent FROM subscription_state") == [(3,)]


async def test_mailbox_refused_for_ever_ends_in_error(village: Village, post: tuple[Post, str]) -> None:
    handler, url = post
    handler.answer = "550 no such mailbox"
    id_ = await village.ask(kind="email", endpoint="mailto:gp@example.org")
    await village.tell(smtp_url=url)
    await village.write(weight())

    await village.tell(smtp_url=url)

    assert await village.status(id_) == ("error", "The mailbox is refused.")


async def test_mail_server_that_is_away_is_tried_again(village: Village) -> None:
    await village.ask(kind="email", endpoint="mailto:gp@example.org")
    await village.tell(smtp_url="smtp://127.0.0.1:9")
    await village.write(weight())

    await village.tell(smtp_url="smtp://127.0.0.1:9")

    assert await village.run("SELECT attempts, sent FROM subscription_state") == [(1, 0)]
