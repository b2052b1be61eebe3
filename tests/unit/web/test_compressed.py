"""Pages travel compressed, and their length tells nothing."""

import gzip

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from cordee.web.compressed import Compressed, squeeze

PAGE = "<p>Une journée dans le cercle</p>" * 100


def client() -> httpx.AsyncClient:
    async def page(_request: object) -> Response:
        return HTMLResponse(PAGE)

    async def small(_request: object) -> Response:
        return HTMLResponse("<p>Rien</p>")

    async def text(_request: object) -> Response:
        return PlainTextResponse(PAGE)

    routes = [Route("/page", page), Route("/small", small), Route("/text", text)]
    transport = httpx.ASGITransport(Compressed(Starlette(routes=routes)))
    return httpx.AsyncClient(transport=transport, base_url="http://cordee.test")


@pytest.mark.parametrize(
    ("path", "accepted", "encoding"),
    [
        ("/page", "gzip, br", "gzip"),
        ("/page", "identity", None),
        ("/small", "gzip", None),
        ("/text", "gzip", None),
        ("/absent", "gzip", None),
    ],
)
async def test_only_whole_pages_are_compressed_for_who_takes_it(
    path: str, accepted: str, encoding: str | None
) -> None:
    answer = await client().get(path, headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    if path == "/page":
        assert answer.text == PAGE


async def test_answer_says_what_it_depends_on_and_how_long_it_is() -> None:
    async with client().stream("GET", "/page", headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(raw) < len(PAGE)
    assert gzip.decompress(raw).decode() == PAGE


def test_same_page_is_not_of_the_same_length_each_time() -> None:
    lengths = {len(squeeze(PAGE.encode())) for _ in range(50)}
    assert len(lengths) > 5
    assert max(lengths) - min(lengths) <= 100  # of the name, and the byte that ends it when there is one
