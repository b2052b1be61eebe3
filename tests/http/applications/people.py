"""Somebody in their browser, and what they do when an application asks."""

import re
from collections.abc import Callable
from typing import Any

import httpx
from starlette.applications import Starlette

from tests.http.applications.client import BASE, App, answered
from tests.integration.care import village

SAME_SITE = {"sec-fetch-site": "same-origin"}
Register = Callable[..., Any]
REDIRECT = "https://courbes.example/retour"
LAUNCH = "https://courbes.example/lancer"
READING = "launch/patient openid fhirUser patient/Observation.rs patient/Patient.rs"


class Browser:
    """One person's browser."""

    def __init__(self, app: Starlette | None, base: str = BASE) -> None:
        transport = httpx.ASGITransport(app) if app is not None else None
        self.http = httpx.AsyncClient(transport=transport, base_url=base)

    async def sign_in(self, who: str, back: str = "/") -> httpx.Response:
        """Sign in, and come back to a page."""
        return await self.http.post("/connexion", data={"login": who, "suite": back}, headers=SAME_SITE)

    async def arrive(self, asking: dict[str, str]) -> str:
        """Follow an application's request to the page that decides, signed in, and return its address."""
        answer = await self.http.get("/oauth/authorize", params=asking)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    async def decide(self, page: str, decision: str = "allow", **form: str) -> httpx.Response:
        """Answer a request."""
        return await self.http.post(page, data={"decision": decision} | form, headers=SAME_SITE)

    async def allow(self, asking: dict[str, str], record: str = village.JEANNE) -> dict[str, str]:
        """Let an application do what it asks, and return what it is told."""
        page = await self.arrive(asking)
        answer = await self.decide(page, record=record)
        assert answer.status_code == 303, answer.text
        return answered(answer.headers["location"])


async def curves(register: Register, **said: Any) -> App:
    """Register an application of people, with the scopes of reading curves unless others are said."""
    good = {
        "kind": "confidential", "wants_secret": True, "redirect_uris": [REDIRECT], "launch_url": LAUNCH,
        "scopes": f"{READING} launch online_access offline_access user/Practitioner.r",
    }  # fmt: skip
    return await register(**(good | said))  # type: ignore[no-any-return]


async def tokens_of(browser: Browser, app: App, scope: str = READING, **said: str) -> dict[str, Any]:
    """Go through a standalone launch and return what the token endpoint answered."""
    told = await browser.allow(app.asking(scope, **said))
    answer = await app.exchange(told["code"])
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def text_of(page: str) -> str:
    """Return the text of a page, its tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
