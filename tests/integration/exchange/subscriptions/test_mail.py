"""The e-mail channel against a real SMTP server."""

from collections.abc import Iterator

import pytest

from tests.integration.exchange.subscriptions.conftest import Village
from tests.integration.mailbox import Mailbox, mail_server
from tests.integration.store.people import weight


@pytest.fixture
def post() -> Iterator[tuple[Mailbox, str]]:
    """A mail server and its address."""
    with mail_server() as mailbox:
        yield mailbox, mailbox.url


async def test_several_events_are_one_message_that_says_nothing_of_anybody(
    village: Village, post: tuple[Mailbox, str]
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


async def test_mailbox_refused_for_ever_ends_in_error(village: Village, post: tuple[Mailbox, str]) -> None:
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
