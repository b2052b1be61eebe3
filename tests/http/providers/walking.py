"""A browser made of two clients: one for the application in this process, one for the providers on loopback."""

import re
from types import TracebackType
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette

ORIGIN = "http://cordee.test"
STEPS_MAX = 12


class Walker:
    """Somebody with a browser: keeps each site's cookies, follows redirections from one to the other."""

    def __init__(self, app: Starlette, agent: str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0") -> None:
        self.here = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=ORIGIN, headers={"user-agent": agent}
        )
        self.there = httpx.AsyncClient(verify=False)

    async def __aenter__(self) -> "Walker":
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.here.aclose()
        await self.there.aclose()

    async def leave(self, provider: str = "psc", rest: str = "") -> httpx.Response:
        """Leave for a provider and return its page of people, or the application's answer when it sends nowhere."""
        return await self.follow(await self.here.get(f"/connexion/{provider}{rest}"))

    async def pick(self, page: httpx.Response, login: str) -> str:
        """Choose somebody on a provider's page and return the address it sends back to, not yet visited."""
        action = re.search(r'action="([^"]+)"', page.text)
        assert action, page.text
        answer = await self.there.post(str(page.url.join(action[1])), data={"login": login})
        for _ in range(STEPS_MAX):
            where = answer.headers["location"]
            if where.startswith(ORIGIN):
                return str(where)
            answer = await self.there.get(str(answer.url.join(where)))
        raise AssertionError("the provider never came back")

    async def come_back(self, address: str) -> httpx.Response:
        """Visit the application at an address the provider gave."""
        return await self.here.get(address)

    async def sign_in(self, login: str, provider: str = "psc", rest: str = "") -> httpx.Response:
        """Sign in as somebody, whoever the provider remembers, and return the application's answer."""
        self.there.cookies.clear()
        return await self.come_back(await self.pick(await self.leave(provider, rest), login))

    async def follow(self, answer: httpx.Response) -> httpx.Response:
        """Follow redirections, on whichever side they lead."""
        for _ in range(STEPS_MAX):
            where = answer.headers.get("location")
            if where is None:
                return answer
            target = str(answer.url.join(where))
            client = self.here if urlsplit(target).netloc == urlsplit(ORIGIN).netloc else self.there
            answer = await client.get(target)
        raise AssertionError("too many redirections")
