"""A reply joins its request as long as the thread holds it; beyond, it is a request anew, and nothing of it is lost."""

from collections.abc import Awaitable, Callable

import pytest

from cordee.access import Door
from cordee.care import requests
from cordee.care.requests import files, replying
from cordee.care.requests.mail import Mail, MailPart
from cordee.care.requests.mailed import take_mail
from cordee.store import Repository
from tests.integration.care.village import COORDINATOR, door
from tests.platform import PLATFORM

Take = Callable[[Mail], Awaitable[bool]]
FIRST = Mail(key="first", sender_name="Mme Petit", sender_email="petit@ville.example", text="Elle est seule.")
NUMBER = requests.number_of(FIRST.id)


def reply(key: str, *, papers: int = 0) -> Mail:
    """Return a reply to the first message; the words of each are one more file of it."""
    carried = tuple(MailPart(name=f"{key} {number}.txt", content=b"Bonjour") for number in range(papers))
    return Mail(key=key, sender_email=FIRST.sender_email, text="Voici.", numbers=(NUMBER,), files=carried)


@pytest.fixture
def take(store: Repository) -> Take:
    """Take a message; return whether a request came of it."""
    platform = Door(store, PLATFORM, None)
    return lambda mail: take_mail(platform, mail, due_hours=48, acknowledges=False)


async def held(store: Repository, mail: Mail) -> int:
    """Return how many files the request of a message shows."""
    return len(await requests.files_of(door(store, COORDINATOR), mail.id))


async def test_reply_that_would_pass_the_files_of_a_request_is_one_anew(
    store: Repository, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FILES_MAX", 4)
    fills, passes = reply("fills", papers=2), reply("passes")
    assert [await take(one) for one in (FIRST, fills, passes)] == [True, False, True]
    assert (await held(store, FIRST), await held(store, passes)) == (4, 1)
    assert [await take(one) for one in (FIRST, fills, passes)] == [False, False, False]  # taken again
    assert (await held(store, FIRST), await held(store, passes)) == (4, 1)
    assert len(await requests.open_requests(door(store, COORDINATOR))) == 2


async def test_reply_that_would_pass_the_notes_of_a_request_is_one_anew(
    store: Repository, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "NOTES_MAX", 2)
    one, two, three = reply("one"), reply("two"), reply("three")
    assert [await take(mail) for mail in (FIRST, one, two, three)] == [True, False, False, True]
    assert [await take(mail) for mail in (one, two, three)] == [False, False, False]
    mine = door(store, COORDINATOR)
    assert len(await requests.open_requests(mine)) == 2
    first = await requests.read_request(mine, FIRST.id)
    assert len(await requests.history_of(mine, first.task_id)) == 3


async def test_reply_taken_again_makes_nothing_whatever_became_of_its_request(
    store: Repository, take: Take
) -> None:
    mine, joined, late = door(store, COORDINATOR), reply("joined"), reply("late")
    assert [await take(FIRST), await take(joined)] == [True, False]
    await requests.refuse(mine, FIRST.id, requests.Answer(reason="answered"))
    assert [await take(joined), await take(late)] == [False, True]
    await requests.reopen(mine, FIRST.id)
    assert [await take(joined), await take(late)] == [False, False]
    assert (await held(store, FIRST), await held(store, late)) == (2, 1)
