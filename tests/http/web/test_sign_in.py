"""Signing in and out, and what stands between an address and a page."""

import asyncio
import hashlib
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from cordee import territories, web
from cordee.access import Gate
from cordee.fhir.r4 import CodeableConcept, Goal, Reference
from cordee.kernel.ending import end
from cordee.kernel.errors import UnauthenticatedError
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from cordee.territories import Territory
from cordee.web.live import _stream
from cordee.web.open_streams import STREAMS_PER_SESSION_MAX
from cordee.web.session import COOKIE
from cordee.web.site import Site
from tests.http.web.conftest import SETTINGS, SignIn
from tests.integration.care import village


async def test_page_without_session_leads_to_sign_in_and_back(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.get("/demandes")
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?suite=/demandes")


async def test_part_of_a_page_without_session_makes_htmx_leave(nobody: httpx.AsyncClient) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://cordee.test/dossiers?suite=x"}
    answer = await nobody.post("/aujourd-hui/actions/x/faite", headers=headers)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/connexion?suite=/dossiers")


async def test_session_that_ended_says_so(nobody: httpx.AsyncClient) -> None:
    nobody.cookies.set(COOKIE, "expired")
    answer = await nobody.get("/demandes")
    assert "expiree=1" in answer.headers["location"]
    page = await nobody.get(answer.headers["location"])
    assert "Votre session a expiré" in page.text


async def test_demo_people_are_offered_by_name_and_sight(nobody: httpx.AsyncClient) -> None:
    page = await nobody.get("/connexion")
    assert page.status_code == 200
    for text in ("Claire Bonnot", "Dr Paul Girard", "Sophie MOREAU", "Les demandes à qualifier"):
        assert text in page.text


async def test_session_cookie_is_out_of_reach_of_scripts_and_sites(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.post("/connexion", data={"login": village.GP, "suite": "/dossiers"})
    assert answer.headers["location"] == "/dossiers"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example"])
async def test_page_to_resume_never_leads_elsewhere(nobody: httpx.AsyncClient, elsewhere: str) -> None:
    answer = await nobody.post("/connexion", data={"login": village.GP, "suite": elsewhere})
    assert answer.headers["location"] == "/"


async def test_unknown_login_is_refused_on_the_same_page(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.post("/connexion", data={"login": "personne"})
    assert answer.status_code == 403
    assert "Qui êtes-vous" in answer.text


async def test_signing_out_ends_the_session_on_the_server(sign_in: SignIn, nobody: httpx.AsyncClient) -> None:
    gp = await sign_in(village.GP)
    token = gp.cookies[COOKIE]
    assert (await gp.post("/deconnexion")).status_code == 303
    nobody.cookies.set(COOKIE, token)
    assert (await nobody.get("/")).headers["location"].startswith("/connexion")


async def test_cookie_travels_encrypted_where_the_site_does(app: Starlette) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://cordee.test") as client:
        answer = await client.post("/connexion", data={"login": village.GP})
        page = await client.get("/connexion")
    assert "Secure" in answer.headers["set-cookie"]
    assert page.headers["strict-transport-security"].startswith("max-age=")


async def test_database_keeps_a_digest_and_never_the_token(sign_in: SignIn, database: Database) -> None:
    token = (await sign_in(village.GP)).cookies[COOKIE]
    async with database.connection() as connection:
        rows = await (await connection.execute("SELECT digest, s::text FROM session s")).fetchall()
    assert [row[0] for row in rows] == [hashlib.sha256(token.encode()).digest()]
    assert token not in rows[0][1]


async def test_signing_in_never_takes_over_a_session_given(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.post(
        "/connexion", data={"login": village.GP}, headers={"cookie": f"{COOKIE}=chosen-by-another"}
    )
    assert "chosen-by-another" not in answer.headers["set-cookie"]


async def test_unattended_page_does_not_keep_its_session_open(sign_in: SignIn, database: Database) -> None:
    token = (await sign_in(village.GP)).cookies[COOKIE]
    gate = Gate(Repository(database), SETTINGS)
    async with database.connection() as connection:
        await connection.execute("UPDATE session SET seen_at = now() - interval '59 minutes'")
    await gate.door_for_session(token, is_act=False)
    async with database.connection() as connection:
        await connection.execute("UPDATE session SET seen_at = seen_at - interval '2 minutes'")
    with pytest.raises(UnauthenticatedError):
        await gate.door_for_session(token, is_act=False)


@pytest.mark.parametrize("headers", [{"x-unattended": "1"}, {"accept": "text/event-stream"}, {}])
async def test_only_an_act_of_the_person_keeps_a_session_alive(
    headers: dict[str, str], sign_in: SignIn, database: Database
) -> None:
    gp = await sign_in(village.GP)
    async with database.connection() as connection:
        await connection.execute("UPDATE session SET seen_at = seen_at - interval '5 minutes'")
    await gp.get("/dossiers", headers=headers)
    async with database.connection() as connection:
        cursor = await connection.execute("SELECT seen_at > now() - interval '1 minute' FROM session")
        assert await cursor.fetchone() == (not headers,)


async def test_stream_tells_nothing_after_its_session_was_closed_elsewhere(
    sign_in: SignIn, gate: Gate, database: Database, territory: Territory
) -> None:
    token = (await sign_in(village.GP)).cookies[COOKIE]
    repository = Repository(database)
    here = Gate(repository, SETTINGS)
    await here.start()
    stream = _stream(await here.door_for_session(token), Site(here, territory, SETTINGS), token, None)
    assert "retry" in await anext(stream)
    waiting = asyncio.ensure_future(anext(stream))
    async with asyncio.timeout(10):
        await repository.events.is_listening.wait()
        while not here.closings.is_listening:
            await asyncio.sleep(0.005)
        await _add_goal(repository)
        assert "Goal" in await waiting
        heard = here.closings.count
        await gate.sign_out(token)
        while here.closings.count == heard:
            await asyncio.sleep(0.005)
        waiting = asyncio.ensure_future(anext(stream, "the end"))
        await _add_goal(repository)
        assert await waiting == "the end"
    await here.close()
    await repository.close()


async def test_session_holds_a_bounded_number_of_streams_and_the_oldest_ends(
    sign_in: SignIn, gate: Gate, database: Database, territory: Territory
) -> None:
    token = (await sign_in(village.GP)).cookies[COOKIE]
    other = (await sign_in(village.NURSE)).cookies[COOKIE]
    site, door = Site(gate, territory, SETTINGS), await gate.door_for_session(token)
    theirs = _stream(await gate.door_for_session(other), site, other, None)
    streams = [_stream(door, site, token, None) for _ in range(STREAMS_PER_SESSION_MAX + 1)]
    for one in (theirs, *streams[:-1]):
        assert await anext(one) == "retry: 3000\n\n"
    still = [asyncio.ensure_future(anext(one)) for one in (theirs, streams[1])]
    ending = asyncio.ensure_future(anext(streams[0]))
    await anext(streams[-1])
    async with asyncio.timeout(5):
        assert await ending == "retry: 60000\n\n"
        assert await anext(streams[0], "the end") == "the end"
    assert not any(one.done() for one in still)
    await end(*still)
    for one in (theirs, *streams):
        await one.aclose()
    with site.streams.place(token) as mine:
        assert not mine.done()


async def _add_goal(repository: Repository) -> None:
    async with repository.writing(system_asker("test")) as unit:
        about = Reference(reference=f"Patient/{village.JEANNE}")
        unit.create(
            Goal(lifecycleStatus="active", description=CodeableConcept(text="Marcher"), subject=about)
        )


async def test_no_demonstration_no_sign_in(gate: Gate, database: Database) -> None:
    closed = Settings(data_dir=Path("unused"), demo=False)
    pages = web.routes(Gate(Repository(database), closed), territories.load("nord-saone-et-loire"), closed)
    transport = httpx.ASGITransport(Starlette(routes=pages))
    async with httpx.AsyncClient(transport=transport, base_url="http://cordee.test") as client:
        assert (await client.post("/connexion", data={"login": village.GP})).status_code == 403
        assert "Girard" not in (await client.get("/connexion")).text


@pytest.mark.parametrize("where", ["http://[", "http://cordee.test//evil.example/", "javascript:alert(1)"])
async def test_place_left_that_cannot_be_read_leads_home(nobody: httpx.AsyncClient, where: str) -> None:
    answer = await nobody.get("/dossiers", headers={"hx-request": "true", "hx-current-url": where})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/connexion?suite=/")
