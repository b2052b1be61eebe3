"""A real mail server of the tests' own, which keeps what it takes."""

import contextlib
import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from procrastinate import App, PsycopgConnector

from cordee.access import Gate
from cordee.exchange.letters import Post
from cordee.jobs.letters import add_letter_tasks
from cordee.kernel.settings import Settings


class Mailbox:
    """Keeps the messages it takes; `answer` is what it says of each recipient, `url` where it listens."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.messages: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_RCPT(  # noqa: N802  the name is the library's
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def of(self, email: str) -> list[EmailMessage]:
        """Return the messages somebody was sent, oldest first."""
        return [one for one in self.messages if one["To"] == email]

    def secret_for(self, email: str) -> str:
        """Return the secret of the last link somebody was sent."""
        found = re.findall(r"/invitation/([\w-]+)", self.of(email)[-1].get_content())
        assert len(found) == 1
        return str(found[0])


@contextlib.contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Run a mail server for the time of the block."""
    with socket.socket() as probe:  # the library asks its own port after it was told
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mailbox = Mailbox(f"smtp://127.0.0.1:{port}")
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


async def send_letters(gate: Gate, settings: Settings) -> None:
    """Let the letters that wait for the worker leave, with nothing else of the worker running."""
    assert settings.database_url is not None
    app = App(connector=PsycopgConnector(conninfo=settings.database_url, min_size=1, max_size=2))
    add_letter_tasks(app, gate, Post(settings, "Europe/Paris"))
    async with app.open_async():
        await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)
