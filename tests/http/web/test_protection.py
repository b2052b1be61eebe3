"""What every page is protected by, and what a person reads when something is refused or fails."""

import httpx
import msgspec
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee import api, territories, web
from cordee.access import Gate
from cordee.web.errors import ErrorPages
from cordee.web.security import BODY_BYTES_MAX, CONTENT_POLICY
from cordee.web.site import Site
from tests.http.web.conftest import BASE, SETTINGS, SignIn
from tests.integration.care import village
from tests.integration.care.village import GP, NURSE

PAGES = ["/connexion", "/", "/demandes", "/demandes/nouvelle", "/dossiers", "/rien-ici"]


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_carries_the_policy_and_stays_out_of_caches(sign_in: SignIn, path: str) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    answer = await coordinator.get(path)
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": BASE},
        {"origin": "https://evil.example"},
        {"origin": f"{BASE}.evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
)
async def test_form_from_another_site_is_refused(sign_in: SignIn, headers: dict[str, str]) -> None:
    gp = await sign_in(village.GP)
    answer = await gp.post("/deconnexion", headers=headers)
    assert answer.status_code == 403
    assert "autre site" in answer.text
    assert (await gp.get("/")).status_code == 200


async def test_form_from_this_site_passes(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    assert (await gp.post("/deconnexion", headers={"origin": BASE})).status_code == 303


async def test_body_too_large_is_refused_in_words(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    answer = await gp.post("/demandes/nouvelle", content=b"x" * (BODY_BYTES_MAX + 1))
    assert answer.status_code == 413
    assert "dépasse la taille permise" in answer.text


async def test_form_that_cannot_be_read_is_refused_in_words(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    headers = {"content-type": "multipart/form-data"}
    answer = await gp.post("/demandes/nouvelle", content=b"nonsense", headers=headers)
    assert answer.status_code == 400
    assert "illisible" in answer.text


async def test_absent_and_forbidden_have_one_face(sign_in: SignIn) -> None:
    outsider = await sign_in(village.OTHER_NURSE)
    absent = await outsider.get("/dossiers/01920000-0000-7000-8000-00000000dead")
    forbidden = await outsider.get(f"/dossiers/{village.JEANNE}")
    assert absent.status_code == forbidden.status_code == 404
    assert absent.text == forbidden.text
    assert "MOREAU" not in forbidden.text


async def test_fault_shows_a_reference_and_never_its_text(gate: Gate) -> None:
    site = Site(gate, territories.load("nord-saone-et-loire"), SETTINGS)

    async def fail(_request: Request) -> Response:
        raise ValueError("secret detail")

    app = Starlette(routes=[Route("/", fail)], middleware=[Middleware(ErrorPages, site=site)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        answer = await client.get("/")
        part = await client.get("/", headers={"hx-request": "true"})
    assert answer.status_code == part.status_code == 500
    assert "référence" in answer.text
    assert "secret" not in answer.text + part.headers["hx-trigger"]


async def test_assets_are_protected_too(nobody: httpx.AsyncClient) -> None:
    for path in ("/assets/absent.js", "/assets/" + "a" * 300, "/assets/..%2fapp.py"):
        answer = await nobody.get(path)
        assert (answer.status_code, answer.headers["x-content-type-options"]) == (404, "nosniff")


async def test_address_with_a_nul_is_absent(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    assert (await gp.get("/dossiers/%00")).status_code == 404
    assert (await gp.get(f"/dossiers/{village.JEANNE}/cahier/nouvelle?reponse=%00")).status_code == 200


async def test_one_person_is_given_so_many_requests_and_no_more(
    gate: Gate, territory: territories.Territory
) -> None:
    """Pages and API alike; the next one is told when to come back, and others are not concerned."""
    few = msgspec.structs.replace(SETTINGS, requests_per_minute=3)
    limited = Gate(gate._repository, few)
    app = Starlette(routes=[*api.routes(limited, few), *web.routes(limited, territory, few)])
    token = await limited.create_token(NURSE, "test", 1)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        bearer = {"Authorization": f"Bearer {token}"}
        answers = [await client.get("/fhir/Organization", headers=bearer) for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert int(answers[-1].headers["retry-after"]) > 0
        assert answers[-1].json()["issue"][0]["code"] == "throttled"
        await client.post("/connexion", data={"login": NURSE})
        refused = await client.get("/dossiers")
        assert (refused.status_code, "retry-after" in refused.headers) == (429, True)
        client.cookies.clear()
        await client.post("/connexion", data={"login": GP})
        assert (await client.get("/dossiers")).status_code == 200
