"""A request that came by mail, on the board and on its page: marked, named, then answered as any other."""

import pytest

from cordee.access import Gate
from cordee.care.requests.mail import Mail
from cordee.care.requests.mailed import take_mail
from tests.http.web.conftest import SignIn
from tests.integration.care import village

WRITTEN = Mail(
    key="1@ville.example",
    sender_name="Mme Petit",
    sender_email="petit@ville.example",
    subject="Ma voisine est seule",
    text="Elle est tombée <b>hier</b>.\n\nMerci de rappeler.",
)
NAMED = {"family": "Moreau", "given": "Jeanne", "gender": "female", "born_on": "12/03/1942"}


@pytest.fixture
async def address(gate: Gate) -> str:
    """The page of a request that came by mail."""
    await take_mail(gate.system_door("intake"), WRITTEN, due_hours=48, acknowledges=True)
    return f"/demandes/{WRITTEN.id}"


async def test_mailed_request_is_marked_and_nothing_of_it_acts(sign_in: SignIn, address: str) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    board, page = (await coordinator.get("/demandes")).text, (await coordinator.get(address)).text
    for text in ("reçue par courriel", "Personne à préciser", "Mme Petit, par courriel"):
        assert text in board
        assert text in page
    assert "petit@ville.example" in page
    assert (
        page.count("Mme Petit") == page.count("Mme Petit, par courriel") == 3
    )  # who asks, their file, the first step
    assert "&lt;b&gt;hier" in page
    assert "Dire pour qui" in page
    assert f"{address}/accepter" not in page


async def test_person_is_looked_for_first_then_written_down(sign_in: SignIn, address: str) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    assert "Pour qui est cette demande" in (await coordinator.get(f"{address}/personne")).text
    found = await coordinator.post(
        f"{address}/personne/chercher", data=NAMED | {"given": ""}, headers={"hx-request": "true"}
    )
    assert "Est-ce la même personne" in found.text
    assert f"{address}/joindre/{village.JEANNE}" in found.text
    assert (await coordinator.post(f"{address}/personne", data={"given": "Odette"})).status_code == 422
    answer = await coordinator.post(f"{address}/personne", data=NAMED | {"family": "Rollin"})
    assert answer.status_code == 303
    page = (await coordinator.get(address)).text
    assert "Mme Jeanne ROLLIN" in page
    assert "Dire pour qui" not in page
    assert f"{address}/accepter" in page


async def test_nobody_else_names_the_person(sign_in: SignIn, address: str) -> None:
    nurse = await sign_in(village.NURSE)
    for path in ("", "/personne"):
        assert (await nurse.get(f"{address}{path}")).status_code == 404
    assert (await nurse.post(f"{address}/personne", data=NAMED)).status_code == 404
