"""Speaking to a provider: bounded in time and size, never redirected."""

import json
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx

from cordee.access.openid.errors import ProviderUnavailableError

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 5.0
ANSWER_BYTES_MAX = 512 * 1024


class Answer:
    """What a provider answered."""

    def __init__(self, status: int, kind: str, body: bytes) -> None:
        self.status = status
        self.kind = kind
        self.body = body

    def json(self) -> dict[str, Any]:
        """Return the object of the body; an empty one when it holds none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Speaker:
    """Calls one provider. Whatever keeps it from answering raises ProviderUnavailableError, so does a 5xx."""

    def __init__(self, provider_name: str) -> None:
        self._name = provider_name
        self._timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)

    async def get(self, address: str, *, bearer: str = "") -> Answer:
        """Return what is at an address."""
        headers = {"accept": "application/json, application/jwt"}
        if bearer:
            headers["authorization"] = f"Bearer {bearer}"
        return await self._call("GET", address, headers=headers)

    async def post(self, address: str, form: Mapping[str, str], *, basic: tuple[str, str] | None) -> Answer:
        """Return the answer to a form."""
        return await self._call(
            "POST", address, headers={"accept": "application/json"}, data=dict(form), auth=basic
        )

    async def _call(self, method: str, address: str, **how: Any) -> Answer:
        try:
            async with (
                httpx.AsyncClient(timeout=self._timeout, verify=_trusted(), follow_redirects=False) as client,
                client.stream(method, address, **how) as response,
            ):
                body = bytearray()
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > ANSWER_BYTES_MAX:
                        raise ProviderUnavailableError(self._name)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderUnavailableError(self._name) from error
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ProviderUnavailableError(self._name)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(response.status_code, kind, bytes(body))


@cache
def _trusted() -> ssl.SSLContext:
    """Return the authorities this machine trusts, read once: reading them costs more than a call."""
    return httpx.create_ssl_context()
