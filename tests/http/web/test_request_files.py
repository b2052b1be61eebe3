"""Files of a request: added by who asks and who answers, seen by who sees it, kept in the record it becomes."""

from collections.abc import Callable

import httpx
import pytest

from tests.http.web.conftest import SignIn
from tests.http.web.test_requests import ASKED
from tests.integration.care import village

FormKey = Callable[[str], str]
People = tuple[httpx.AsyncClient, httpx.AsyncClient, httpx.AsyncClient]
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200
FILE = {"file": ("Ordonnance.pdf", PDF, "application/pdf")}


@pytest.fixture
async def people(sign_in: SignIn) -> People:
    """Who asks, who answers, and a nurse whom it does not concern, each signed in."""
    return await sign_in(village.GP), await sign_in(village.COORDINATOR), await sign_in(village.NURSE)


async def _asked(client: httpx.AsyncClient, form_key: FormKey) -> str:
    key = form_key((await client.get("/demandes/nouvelle")).text)
    answer = await client.post("/demandes/nouvelle", data=ASKED | {"form_id": key}, files=FILE)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def _file(client: httpx.AsyncClient, address: str) -> str:
    page = (await client.get(address)).text
    return f"{address}/pieces/" + page.split(f"{address}/pieces/")[1].split('"')[0].split("/")[0]


async def test_files_come_with_the_request_and_are_seen_by_who_sees_it(
    people: People, form_key: FormKey
) -> None:
    gp, coordinator, nurse = people
    address = await _asked(gp, form_key)
    for reader in (gp, coordinator):
        file = await _file(reader, address)
        assert "Ordonnance.pdf" in (await reader.get(address)).text
        assert "Ordonnance.pdf" in (await reader.get(file)).text
        content = await reader.get(f"{file}/contenu")
        assert content.content == PDF
        assert content.headers["x-content-type-options"] == "nosniff"
    for path in ("", "/contenu", "/vignette"):
        assert (await nurse.get(f"{file}{path}")).status_code == 404
    other = await _asked(gp, form_key)
    assert (await gp.get(file.replace(address, other))).status_code == 404


async def test_who_asks_and_who_answers_add_files_once_and_others_none(
    people: People, form_key: FormKey
) -> None:
    gp, coordinator, nurse = people
    address = await _asked(gp, form_key)
    for number, client in enumerate((gp, coordinator)):
        form = await client.get(f"{address}/pieces/nouvelle")
        sent = {"form_id": form_key(form.text)}
        for _ in range(2):
            answer = await client.post(
                f"{address}/pieces/nouvelle", data=sent, files={"file": (f"Note {number}.txt", b"Bonjour")}
            )
            assert answer.status_code == 303
    page = (await coordinator.get(address)).text
    assert "3 pièces" in page
    assert "Dr Paul Girard" in page
    assert (await nurse.post(f"{address}/pieces/nouvelle", files=FILE)).status_code == 404
    refused = await gp.post(f"{address}/pieces/nouvelle", files={"file": ("a.exe", b"MZ\x00\x01")})
    assert refused.status_code == 422
    assert "ni un PDF" in refused.text
    assert (await gp.post(f"{address}/pieces/nouvelle")).status_code == 422


async def test_public_form_takes_no_file(nobody: httpx.AsyncClient) -> None:
    assert 'type="file"' not in (await nobody.get("/demande")).text


async def test_file_goes_among_the_documents_of_the_record_in_one_tap(
    sign_in: SignIn, form_key: FormKey
) -> None:
    gp, coordinator = await sign_in(village.GP), await sign_in(village.COORDINATOR)
    address = await _asked(gp, form_key)
    file = await _file(coordinator, address)
    assert (await coordinator.post(f"{file}/ranger")).status_code == 404
    sent = {"theme": "frailty", "informed": "yes", "form_id": "01920000-0000-7000-8000-0000000000aa"}
    answer = await coordinator.post(f"{address}/accepter", data=sent)
    assert answer.status_code == 303, answer.text
    record = answer.headers["location"]
    documents = f"{record}/documents"
    assert "Ordonnance.pdf" not in (await coordinator.get(documents)).text
    assert "Ordonnance.pdf" not in (await coordinator.get(f"{record}/chronologie")).text
    assert "Ranger dans le dossier" in (await coordinator.get(address)).text
    for _ in range(2):
        assert (await coordinator.post(f"{file}/ranger")).status_code == 303
    listed = (await coordinator.get(documents)).text
    assert listed.count("<strong>Ordonnance.pdf</strong>") == 1
    assert "dans le dossier</span>" in (await coordinator.get(address)).text
    assert (await gp.post(f"{address}/pieces/nouvelle", files=FILE)).status_code == 422
