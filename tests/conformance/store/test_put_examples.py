"""Published R4 resources sent by PUT over HTTP: what read answers is what PUT answered and what was sent."""

from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from cordee import api
from cordee.access import Door, Gate
from cordee.fhir import decode, encode
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from tests.conformance.fhir.published import Example, needs_npm, r4_examples
from tests.conformance.fhir.round_trip import read_digits
from tests.conformance.store.test_stored_examples import _accepted, _content

EVERY = 29  # one of so many: the store's own test takes them all, this one what HTTP adds

READ_ONLY = frozenset({"AuditEvent"})  # the trace is written by what happens, and by nobody


class _Everything(Gate):
    """A gate whose every token is the platform's own: published examples belong to nobody's record."""

    async def door_for_token(self, bearer: str) -> Door:
        return Door(self._repository, system_asker(bearer), None)


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A client that may write everything."""
    repository, settings = Repository(database), Settings(data_dir=Path("unused"))
    app = Starlette(routes=api.routes(_Everything(repository, settings), settings))
    headers = {"Authorization": "Bearer conformance", "Content-Type": "application/fhir+json"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://c.test/fhir", headers=headers) as one:
        yield one
    await repository.close()


@needs_npm
@pytest.mark.slow
async def test_published_resource_put_is_read_equal(client: httpx.AsyncClient) -> None:
    count = 0
    accepted = (one for one in _accepted(r4_examples()) if one[1].resourceType not in READ_ONLY)
    for example, resource in islice(accepted, 0, None, EVERY):
        address = f"/{resource.resourceType}/{resource.id}"

        written = await client.put(address, content=encode(resource))
        again = await client.put(address, content=encode(decode(written.content)))
        found = await client.get(address)

        assert written.status_code == 201, (example.name, written.text[:300])
        assert (again.status_code, again.headers["ETag"]) == (200, 'W/"1"'), example.name
        assert found.content == written.content == again.content, example.name
        sent = read_digits(_of(example)) | {"id": resource.id}
        assert _content(read_digits(found.content)) == _content(sent), example.name
        count += 1
    assert count > 150


def _of(example: Example) -> bytes:
    return bytes(example.content)
