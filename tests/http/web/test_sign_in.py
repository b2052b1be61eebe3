"""Signing in and out, and what stands between an address and a page."""

import httpx
import pytest

from cordee.web.session import COOKIE
from tests.http.web.conftest import SignIn
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
