"""read, vread and history: statuses, headers, and bytes exactly as they are stored."""

from email.utils import parsedate_to_datetime

from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, GONE, NOT_FOUND, weight


async def made(client: Client, value: str = "62.10") -> str:
    """Create a weight and return its address."""
    answer = await client.post("/Observation", content=weight(value), headers=FHIR)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].partition("/_history")[0].removeprefix(BASE)


async def test_read_of_something_visible_returns_it_with_version_and_date(gp: Client) -> None:
    answer = await gp.get(await made(gp))

    assert answer.status_code == 200
    assert answer.headers["ETag"] == 'W/"1"'
    assert answer.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert parsedate_to_datetime(answer.headers["Last-Modified"])
    assert b'"value":62.10' in answer.content
    assert answer.json()["meta"]["versionId"] == "1"


async def test_head_returns_the_headers_of_read_without_a_body(gp: Client) -> None:
    address = await made(gp)

    head, read = await gp.head(address), await gp.get(address)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == read.headers["ETag"]


async def test_read_of_something_invisible_and_of_nothing_answer_alike(gp: Client, outsider: Client) -> None:
    address = await made(gp)

    invisible, absent = await outsider.get(address), await outsider.get("/Observation/no-such-thing")

    assert (invisible.status_code, invisible.json()) == (404, NOT_FOUND)
    assert (absent.status_code, absent.json()) == (404, NOT_FOUND)


async def test_read_with_a_known_version_returns_304_without_a_body(gp: Client) -> None:
    address = await made(gp)
    first = await gp.get(address)

    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-None-Match": 'W/"7", W/"1"'},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        answer = await gp.get(address, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == 'W/"1"'


async def test_read_with_another_version_or_an_older_date_returns_200(gp: Client) -> None:
    address = await made(gp)

    for headers in (
        {"If-None-Match": 'W/"2"'},
        {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert (await gp.get(address, headers=headers)).status_code == 200


async def test_read_of_something_deleted_returns_410(gp: Client) -> None:
    address = await made(gp)
    await gp.delete(address)

    answer = await gp.get(address)

    assert (answer.status_code, answer.json()) == (410, GONE)


async def test_vread_returns_each_version_as_it_was(gp: Client) -> None:
    address = await made(gp, "62.10")
    id_ = address.rpartition("/")[2]
    await gp.put(address, content=weight("61.90", id=id_), headers=FHIR)

    first, second = await gp.get(f"{address}/_history/1"), await gp.get(f"{address}/_history/2")

    assert b"62.10" in first.content
    assert b"61.90" in second.content
    assert (first.headers["ETag"], second.headers["ETag"]) == ('W/"1"', 'W/"2"')


async def test_vread_of_a_version_that_cannot_be_returns_404(gp: Client) -> None:
    address = await made(gp)

    for version in ("2", "0", "x", "99999999999999999999"):
        answer = await gp.get(f"{address}/_history/{version}")
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


async def test_history_returns_versions_newest_first_a_page_at_a_time(gp: Client) -> None:
    address = await made(gp, "62.10")
    id_ = address.rpartition("/")[2]
    await gp.put(address, content=weight("61.90", id=id_), headers=FHIR)
    await gp.delete(address)

    first = (await gp.get(f"{address}/_history?_count=2")).json()
    links = {link["relation"]: link["url"] for link in first["link"]}
    rest = (await gp.get(links["next"])).json()

    assert first["type"] == "history"
    assert links["self"] == f"{BASE}{address}/_history?_count=2"
    entries = first["entry"] + rest["entry"]
    assert [entry["request"]["method"] for entry in entries] == ["DELETE", "PUT", "POST"]
    assert [entry["response"]["etag"] for entry in entries] == ['W/"3"', 'W/"2"', 'W/"1"']
    assert "resource" not in entries[0]
    assert [link["relation"] for link in rest["link"]] == ["self"]


async def test_history_of_something_invisible_returns_404(gp: Client, outsider: Client) -> None:
    answer = await outsider.get(f"{await made(gp)}/_history")

    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


async def test_history_with_a_cursor_that_cannot_be_read_returns_400(gp: Client) -> None:
    answer = await gp.get(f"{await made(gp)}/_history?_cursor=x")

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["expression"] == ["http._cursor"]
