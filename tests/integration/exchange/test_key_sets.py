"""Public keys read where applications publish them: never inside, never much, and looked at again for a new key."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from cordee.access.applications.keys import KeyRing
from cordee.access.errors import OAuthError
from cordee.exchange.key_sets import BODY_BYTES_MAX, KeySets, KeySetUnreachableError
from cordee.kernel.settings import Settings
from cordee.store.applications.registry import ApplicationRow
from tests.http.applications.client import jwks


class Publisher:
    """A server that answers every request with the body it holds."""

    def __init__(self) -> None:
        self.body, self.status, self.asked, self.address = "", "200 OK", 0, ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        head = f"HTTP/1.1 {self.status}\r\nContent-Length: {len(self.body)}\r\nConnection: close\r\n\r\n"
        writer.write((head + self.body).encode())
        await writer.drain()
        writer.close()


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    """A publisher of keys, on this machine."""
    found = Publisher()
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0)
    found.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/jwks"
    yield found
    server.close()


def _key(kid: str) -> ECKey:
    return ECKey.generate_key("P-384", {"kid": kid}, auto_kid=False)


def _application(url: str) -> ApplicationRow:
    return ApplicationRow(
        id="a", name="a", kind="system", organization="", redirect_uris=[], launch_url="", scopes="", reads=0,
        writes=0, jwks="", jwks_url=url, secret_digest=None, account_id=None,
    )  # fmt: skip


async def test_keys_are_never_looked_for_inside(publisher: Publisher) -> None:
    key_sets = KeySets(Settings(data_dir=Path("unused")))
    port = publisher.address.partition("127.0.0.1:")[2]
    for address in (
        publisher.address,
        f"https://127.0.0.1:{port}",
        f"https://localhost:{port}",
        "file:///etc/passwd",
    ):
        with pytest.raises(KeySetUnreachableError):
            await key_sets.fetch(address)
    assert publisher.asked == 0
    await key_sets.close()


async def test_a_new_key_is_looked_for_again_and_a_known_one_is_not(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_sets = KeySets(Settings(data_dir=Path("unused"), subscription_private=True))
    ring, application = KeyRing(key_sets.fetch), _application(publisher.address)
    publisher.body = jwks(_key("one"))
    for _ in range(3):
        assert await ring.find(application, "one", "ES384") is not None
    assert publisher.asked == 1
    assert await ring.find(application, "one", "RS384") is None, "a key serves its own algorithm"
    publisher.body = jwks(_key("one"), _key("two"))
    assert await ring.find(application, "two", "ES384") is None, "asked a moment ago"
    monkeypatch.setattr("cordee.access.applications.keys.REFETCH_SECONDS", 0.0)
    assert await ring.find(application, "two", "ES384") is not None
    await key_sets.close()


async def test_what_is_no_set_of_strong_public_keys_proves_nothing(publisher: Publisher) -> None:
    key_sets = KeySets(Settings(data_dir=Path("unused"), subscription_private=True))
    private = json.dumps({"keys": [_key("one").as_dict(private=True)]})
    weak = json.dumps(
        {"keys": [ECKey.generate_key("P-256", {"kid": "one"}, auto_kid=False).as_dict(private=False)]}
    )
    secret = json.dumps({"keys": [{"kty": "oct", "kid": "one", "k": "c2VjcmV0"}]})
    for body in ("", "{}", '{"keys": []}', "[]", private, weak, secret, "x" * (BODY_BYTES_MAX + 1)):
        publisher.body = body
        with pytest.raises(OAuthError):
            await KeyRing(key_sets.fetch).find(_application(publisher.address), "one", "ES384")
    publisher.body, publisher.status = jwks(_key("one")), "302 Found"
    with pytest.raises(OAuthError):
        await KeyRing(key_sets.fetch).find(_application(publisher.address), "one", "ES384")
    await key_sets.close()
