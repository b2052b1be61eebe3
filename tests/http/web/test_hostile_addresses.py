"""Addresses and forms nobody wrote by hand: none of them is a fault of ours."""

import pytest

from cordee.kernel.whole_number import whole_number
from tests.http.web.conftest import SignIn
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}"
NUMBERS = ("²", "99999999999999999999", "-1", "%00", "9" * 5000)
NUMBERED = (
    "/annuaire?q=a&suite={}", "/dossiers?theme=sans&suite={}", f"{ROOT}/cahier?pages={{}}",
    f"{ROOT}/evaluations/x?version={{}}", "/messages/{}", "/messages/{}/personnes",
)  # fmt: skip
CURSORS = (
    "/messages",
    "/avis",
    "/orientations",
    "/taches",
    f"{ROOT}/cahier",
    f"{ROOT}/chronologie",
)
OTHERS = (
    f"{ROOT}/cahier?au=9999-12-31", "/flux?dossier=%00", "/flux?dossier=a/b",
    f"/taches?suite=2026-01-01~{'9' * 30}",
    f"/taches?vue=faites&suite=2026-01-01T00:00:00%2B00:00~{'9' * 30}",
    *(f"{one}?suite=2026-01-01T00:00:00%2B00:00~{'9' * 30}" for one in CURSORS),
    *(f"{one}?{'&'.join(f'a{n}=1' for n in range(30))}" for one in ("/dossiers", "/demandes", "/taches")),
)  # fmt: skip


async def test_what_no_page_asks_for_is_answered_in_words(sign_in: SignIn) -> None:
    client = await sign_in(village.COORDINATOR)
    asked = [path.format(number) for path in NUMBERED for number in NUMBERS] + list(OTHERS)
    answers = {path: (await client.get(path)).status_code for path in asked}
    assert {path: status for path, status in answers.items() if status >= 500} == {}
    for data, status in (({"text": "a\x00b"}, 400), ({"text": "Rester", "version": "²"}, 303)):
        assert (await client.post(f"{ROOT}/plan/projet", data=data)).status_code == status


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("007", 7), ("0", 0), ("100", 100)])
def test_number_in_plain_digits_is_read(text: str, number: int) -> None:
    assert whole_number(text, 100) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1_0", " 1", "101", "1" * 5000])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text, 100) is None
