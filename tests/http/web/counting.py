"""How many statements a page takes."""

from typing import Any

import psycopg
import pytest

from tests.http.web.conftest import Client

TRIES = 4


async def statements(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many statements a page takes once what is asked once was asked.

    It is opened a few times, and the least counts: what the server does aside at that moment is counted with the rest.
    """
    await client.get(path)
    return min([await _counted(client, path, monkeypatch) for _ in range(TRIES)])


async def _counted(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> int:
    count = 0
    plain = psycopg.AsyncCursor.execute

    async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        return await plain(self, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.AsyncCursor, "execute", counted)
        assert (await client.get(path)).status_code == 200
    return count
