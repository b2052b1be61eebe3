"""Asking for support without an account: let in whoever is asked for, refused to machines, telling nothing."""

import time
from collections.abc import Callable

import httpx
import pytest

from cordee.access import public_form
from cordee.store import Database
from tests.http.web.conftest import SignIn
from tests.integration.care import village

FormKey = Callable[[str], str]
ASKED = {
    "relation": "relative",
    "caller": "Anne Petit",
    "caller_phone": "06 00 00 00 21",
    "family": "Rollin",
    "given": "Odette",
    "reason": "Elle rentre de l’hôpital et vit seule",
    "urgency": "urgent",
    "consent": "not-asked",
}


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests read faster than people do."""
    monkeypatch.setattr(public_form, "READING_SECONDS", 0.0)


async def _ask(client: httpx.AsyncClient, form_key: FormKey, **changes: str) -> httpx.Response:
    key = form_key((await client.get("/demande")).text)
    return await client.post("/demande", data=ASKED | {"form_id": key} | changes)


async def test_stranger_asks_and_coordination_answers(
    nobody: httpx.AsyncClient, sign_in: SignIn, form_key: FormKey
) -> None:
    sent = await _ask(nobody, form_key)
    assert sent.status_code == 303
    thanks = await nobody.get(sent.headers["location"])
    number = sent.headers["location"].rpartition("/")[2]
    assert number in thanks.text
    assert "Rollin" not in thanks.text
    coordinator = await sign_in(village.COORDINATOR)
    board = (await coordinator.get("/demandes")).text
    assert "Mme Odette" not in board  # her sex was not asked
    assert "Odette ROLLIN" in board
    address = board[board.index("/demandes/0") :].split('"')[0]
    page = (await coordinator.get(address)).text
    for text in (
        "Anne Petit, un proche",
        "06 00 00 00 21",
        "Elle ne le sait pas encore",
        number,
        "formulaire public",
    ):
        assert text in page
    assert (await nobody.get(address)).status_code == 303  # nobody reads it back without signing in


async def test_known_and_unknown_people_are_answered_alike(
    nobody: httpx.AsyncClient, form_key: FormKey
) -> None:
    known = await _ask(nobody, form_key, family="Lambert", given="Jeanne", born_on="12/03/1942")
    unknown = await _ask(nobody, form_key, family="Personne", given="Aucune", born_on="12/03/1942")
    pages = [(await nobody.get(one.headers["location"])).text for one in (known, unknown)]
    numbers = [one.headers["location"].rpartition("/")[2] for one in (known, unknown)]
    assert known.status_code == unknown.status_code == 303
    assert pages[0].replace(numbers[0], "") == pages[1].replace(numbers[1], "")


async def test_form_sent_twice_is_one_request(
    nobody: httpx.AsyncClient, sign_in: SignIn, form_key: FormKey
) -> None:
    key = form_key((await nobody.get("/demande")).text)
    first = await nobody.post("/demande", data=ASKED | {"form_id": key})
    second = await nobody.post("/demande", data=ASKED | {"form_id": key})
    assert first.headers["location"] == second.headers["location"]
    assert (await (await sign_in(village.COORDINATOR)).get("/demandes")).text.count(
        "<strong>Odette ROLLIN"
    ) == 1


async def test_machine_that_fills_the_hidden_field_stores_nothing(
    nobody: httpx.AsyncClient, sign_in: SignIn, form_key: FormKey
) -> None:
    sent = await _ask(nobody, form_key, subject_line="Buy now")
    assert sent.status_code == 303
    assert "ROLLIN" not in (await (await sign_in(village.COORDINATOR)).get("/demandes")).text


async def test_form_filled_faster_than_read_is_asked_again(
    nobody: httpx.AsyncClient, form_key: FormKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_form, "READING_SECONDS", 3.0)
    page = await _ask(nobody, form_key)
    assert page.status_code == 422
    assert "Relisez votre demande" in page.text
    assert 'value="Rollin"' in page.text
    assert not public_form.was_read("zzz")
    assert public_form.was_read(f"{int((time.time() - 4) * 1000):012x}")


async def test_one_source_that_asks_too_much_is_slowed_down(
    nobody: httpx.AsyncClient, form_key: FormKey
) -> None:
    statuses = [(await _ask(nobody, form_key)).status_code for _ in range(12)]
    assert statuses[:10] == [303] * 10
    assert statuses[-1] == 429


async def test_what_is_missing_is_said_under_its_field_and_what_is_written_stays(
    nobody: httpx.AsyncClient, form_key: FormKey, database: Database
) -> None:
    page = await _ask(nobody, form_key, caller_phone="", reason="", details="<b>seule</b>")
    assert page.status_code == 422
    assert "Un téléphone ou un courriel est nécessaire" in page.text
    assert "&lt;b&gt;seule" in page.text
    wrong = await nobody.post("/demande", content=b"x" * 10, headers={"content-type": "text/plain"})
    assert wrong.status_code in {400, 422}
    large = await nobody.post("/demande", content=b"x" * (1024 * 1024 + 1))
    assert large.status_code in {400, 413}
    foreign = await nobody.post("/demande", data=ASKED, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert (await nobody.get("/demande/recue/<script>")).status_code == 404
