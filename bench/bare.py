"""The bare handler: what Starlette, psycopg and granian cost when the application does nothing of its own.

One select of the same row by type and id, its bytes handed over; no access, no trace, no checks. `/bytes/N` answers N
bytes without touching the database. `/rows/NAME/VALUE` runs the statement of that name given by whoever measures, a
select whose contents are handed over, or, by POST, an insert of ready-made rows under a new key.
"""

import contextlib
import itertools
import json
import os
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import psycopg
from psycopg.adapt import Loader
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

STATEMENTS = "BENCH_STATEMENTS"
"""The environment variable with the statements, JSON by name."""
SELECT = "SELECT content FROM resource WHERE type = %s AND id = %s"


class _RawJson(Loader):
    def load(self, data: Any) -> bytes:
        return bytes(data)


async def _configure(connection: psycopg.AsyncConnection[Any]) -> None:
    connection.adapters.register_loader("json", _RawJson)


def application() -> Starlette:
    """Return the bare application over the database of the environment."""
    pool = AsyncConnectionPool(
        os.environ["CORDEE_DATABASE_URL"],
        min_size=1,
        max_size=int(os.environ["CORDEE_POOL_SIZE"]),
        open=False,
        configure=_configure,
        kwargs={"autocommit": True, "prepare_threshold": 2},
    )

    async def read(request: Request) -> Response:
        """Answer the bytes of one resource."""
        async with pool.connection() as connection:
            cursor = await connection.execute(
                SELECT, (request.path_params["type"], request.path_params["id"])
            )
            row = await cursor.fetchone()
        if row is None:
            return Response(status_code=404)
        return Response(row[0], media_type="application/fhir+json")

    statements: dict[str, str] = json.loads(os.environ.get(STATEMENTS, "{}"))
    keys = itertools.count(10**17 + os.getpid() * 10**11)

    async def rows(request: Request) -> Response:
        """Answer the contents of a few rows, as they are."""
        text = statements[request.path_params["name"]]
        async with pool.connection() as connection:
            cursor = await connection.execute(text.encode(), {"value": request.path_params["value"]})
            found = await cursor.fetchall()
        return Response(b"[" + b",".join(row[0] for row in found) + b"]", media_type="application/fhir+json")

    async def insert(request: Request) -> Response:
        """Write the rows of one resource, in one statement and one commit."""
        body = await request.body()
        text = statements[request.path_params["name"]]
        values = {"key": next(keys), "p": request.path_params["value"]}
        async with pool.connection() as connection:
            await connection.execute(text.encode(), values)
        return Response(body, status_code=201, media_type="application/fhir+json")

    async def same_bytes(request: Request) -> Response:
        """Answer as many bytes as the path asks."""
        return Response(_bytes(request.path_params["size"]), media_type="text/html")

    async def health(_request: Request) -> Response:
        """Answer that the server is there."""
        return Response("ok")

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with pool:
            yield

    routes = [
        Route("/sante", health),
        Route("/fhir/{type}/{id}", read),
        Route("/bytes/{size:int}", same_bytes),
        Route("/rows/{name}/{value}", rows, methods=["GET"]),
        Route("/rows/{name}/{value}", insert, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


@cache
def _bytes(size: int) -> bytes:
    return b"x" * size
