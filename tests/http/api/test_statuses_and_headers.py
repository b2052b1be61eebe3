"""Every interaction in one table: its status, and which of ETag, Last-Modified and Location it carries.

Source: https://hl7.org/fhir/R4/http.html#summary
"""

import re
from email.utils import parsedate_to_datetime
from itertools import product
from typing import NamedTuple

import httpx
import pytest

from tests.http.api.content import FHIR, weight

Client = httpx.AsyncClient
PATCH = {"Content-Type": "application/json-patch+json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
AMENDED = '[{"op": "replace", "path": "/status", "value": "amended"}]'
BATCH = '{"resourceType": "Bundle", "type": "batch"}'
W = weight(id="w")
W_LATER = weight("63.05", id="w")


class Case(NamedTuple):
    """One request on a resource `Observation/w` in its first version, and what comes back."""

    method: str
    path: str
    status: int
    version: int | None = None
    """The version ETag and Last-Modified tell, None for neither."""
    location: str | None = None
    body: str | None = None
    headers: dict[str, str] = {}  # noqa: RUF012  a NamedTuple's default is never changed


READS = [
    Case("GET", "/Observation/w", 200, 1),
    Case("GET", "/Observation/w/_history/1", 200, 1),
    Case("GET", "/Observation/w/_history", 200),
    Case("GET", "/Observation/_history", 200),
    Case("GET", "/_history", 200),
    Case("GET", "/Observation?code=29463-7", 200),
    Case("GET", "/?_type=Observation", 200),
    Case("GET", "/Patient/jeanne/Observation", 200),
    Case("GET", "/metadata", 200),
]
WRITES = [
    Case("POST", "/Observation", 201, 1, r"Observation/[^/]+/_history/1", weight(), FHIR),
    Case(
        "POST",
        "/Observation",
        200,
        1,
        r"Observation/w/_history/1",
        weight(),
        FHIR | {"If-None-Exist": "_id=w"},
    ),
    Case("PUT", "/Observation/w", 200, 2, r"Observation/w/_history/2", W_LATER, FHIR),
    Case("PUT", "/Observation/w", 200, 1, r"Observation/w/_history/1", W, FHIR),
    Case("PUT", "/Observation/new", 201, 1, r"Observation/new/_history/1", weight(id="new"), FHIR),
    Case("PUT", "/Observation?_id=w", 200, 2, r"Observation/w/_history/2", W_LATER, FHIR),
    Case("PUT", "/Observation?_id=none", 201, 1, r"Observation/[^/]+/_history/1", weight(), FHIR),
    Case("PATCH", "/Observation/w", 200, 2, r"Observation/w/_history/2", AMENDED, PATCH),
    Case("PATCH", "/Observation?_id=w", 200, 2, r"Observation/w/_history/2", AMENDED, PATCH),
]
SEARCHES_BY_FORM = [
    Case("POST", "/Observation/_search", 200, None, None, "code=29463-7", FORM),
    Case("POST", "/_search", 200, None, None, "_type=Observation", FORM),
    Case("POST", "/Patient/jeanne/Observation/_search", 200, None, None, "", FORM),
    Case("POST", "", 200, None, None, BATCH, FHIR),
]
REFUSALS = [
    Case("PUT", "/Observation/w", 412, body=W_LATER, headers=FHIR | {"If-Match": 'W/"7"'}),
    Case("PUT", "/Observation/w", 412, body=W_LATER, headers=FHIR | {"If-None-Match": "*"}),
    Case("PATCH", "/Observation/w", 412, body=AMENDED, headers=PATCH | {"If-Match": 'W/"7"'}),
    Case("DELETE", "/Observation/w", 412, headers={"If-Match": 'W/"7"'}),
    Case("GET", "/Observation/none", 404),
    Case("GET", "/Observation/w/_history/9", 404),
    Case("GET", "/Nothing/w", 404),
    Case("PUT", "/Observation/other", 400, body=W, headers=FHIR),
    Case("POST", "/Observation", 422, body='{"resourceType": "Observation"}', headers=FHIR),
    Case("POST", "/Observation", 400, body="{", headers=FHIR),
    Case("POST", "/Observation", 415, body=weight(), headers={"Content-Type": "application/fhir+xml"}),
    Case("PUT", "/Observation/w", 415, body=W, headers={"Content-Type": "text/plain"}),
    Case("PATCH", "/Observation/w", 415, body=AMENDED, headers=FHIR | {"Content-Type": "text/plain"}),
]


async def _ask(client: Client, case: Case, **more: str) -> httpx.Response:
    return await client.request(case.method, case.path, content=case.body, headers=case.headers | more)


async def _fresh(client: Client, case: Case, rank: int) -> Case:
    """Store a weight and return the case about it, so that the cases of one test do not meet."""
    assert (await client.put(f"/Observation/w{rank}", content=weight(id=f"w{rank}"), headers=FHIR)).is_success
    return Case(
        case.method,
        _about(case.path, rank),
        case.status,
        case.version,
        _about(case.location, rank) if case.location else None,
        _about(case.body, rank) if case.body is not None else None,
        {name: _about(value, rank) for name, value in case.headers.items()},
    )


def _about(text: str, rank: int) -> str:
    return re.sub(r'(/|_id=|"id": ")(w|new)\b', rf"\g<1>\g<2>{rank}", text)


async def test_an_interaction_answers_with_its_status_and_headers(gp: Client) -> None:
    for rank, described in enumerate([*READS, *WRITES, *SEARCHES_BY_FORM]):
        case = await _fresh(gp, described, rank)
        answer = await _ask(gp, case)

        assert answer.status_code == case.status, case
        assert answer.headers["Content-Type"] == "application/fhir+json; charset=utf-8", case
        assert answer.headers.get("ETag") == (f'W/"{case.version}"' if case.version else None), case
        assert ("Last-Modified" in answer.headers) is (case.version is not None), case
        if case.version is not None:
            updated = answer.json()["meta"]["lastUpdated"]
            assert parsedate_to_datetime(answer.headers["Last-Modified"]).isoformat()[:19] == updated[:19], (
                case
            )
            assert answer.json()["meta"]["versionId"] == str(case.version), case
        where = answer.headers.get("Location", "")
        assert re.fullmatch(f"http://cordee.test/fhir/{case.location}" if case.location else "", where), case


async def test_a_refusal_is_an_outcome_and_changes_nothing(gp: Client) -> None:
    for rank, described in enumerate(REFUSALS):
        case = await _fresh(gp, described, rank)
        answer = await _ask(gp, case)

        assert (answer.status_code, answer.json()["resourceType"]) == (case.status, "OperationOutcome"), case
        assert (await gp.get(f"/Observation/w{rank}")).headers["ETag"] == 'W/"1"', case


async def test_head_is_get_without_a_body(gp: Client) -> None:
    for rank, described in enumerate(READS):
        case = await _fresh(gp, described, rank)
        told, whole = await _ask(gp, case._replace(method="HEAD")), await _ask(gp, case)

        assert (told.status_code, told.content) == (whole.status_code, b""), case
        for name in ("ETag", "Last-Modified", "Content-Type"):
            assert told.headers.get(name) == whole.headers.get(name), case


async def test_xml_is_not_acceptable_anywhere_and_nothing_is_written(gp: Client) -> None:
    for rank, described in enumerate([*READS, *WRITES, *SEARCHES_BY_FORM]):
        case = await _fresh(gp, described, rank)
        answer = await _ask(gp, case, Accept="application/fhir+xml")
        mark = "&" if "?" in case.path else "?"
        by_parameter = await _ask(gp, case._replace(path=f"{case.path}{mark}_format=xml"))

        assert (answer.status_code, by_parameter.status_code) == (406, 406), case
        assert answer.json()["issue"][0]["code"] == "not-supported", case
        assert len((await gp.get("/Observation/_history?_count=100")).json()["entry"]) == rank + 1, case


@pytest.mark.parametrize("preference", ["minimal", "representation", "OperationOutcome"])
async def test_a_write_answers_with_what_prefer_return_asks(gp: Client, preference: str) -> None:
    for rank, described in enumerate(WRITES):
        case = await _fresh(gp, described, rank)
        answer = await _ask(gp, case, Prefer=f"return={preference}")

        assert (answer.status_code, answer.headers["ETag"]) == (case.status, f'W/"{case.version}"'), case
        assert "Location" in answer.headers, case
        found = answer.json()["resourceType"] if answer.content else "minimal"
        assert found == ("Observation" if preference == "representation" else preference), case


async def test_a_delete_tells_the_version_it_made(gp: Client) -> None:
    ways = (("minimal", 204), ("representation", 204), ("OperationOutcome", 200))
    for rank, (path, (preference, status)) in enumerate(
        product(("/Observation/w", "/Observation?_id=w"), ways)
    ):
        case = await _fresh(gp, Case("DELETE", path, status), rank)
        answer = await _ask(gp, case, Prefer=f"return={preference}")

        assert (answer.status_code, answer.headers["ETag"]) == (status, 'W/"2"'), case
        assert bool(answer.content) is (status == 200), case
        assert (await gp.get(f"/Observation/w{rank}")).status_code == 410, case


KNOWN = [
    ({"If-None-Match": 'W/"1"'}, 304),
    ({"If-None-Match": '"1"'}, 304),
    ({"If-None-Match": 'W/"8", W/"1"'}, 304),
    ({"If-None-Match": "*"}, 304),
    ({"If-None-Match": 'W/"2"'}, 200),
    ({"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
    ({"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 200),
    ({"If-Modified-Since": "soon"}, 200),
    ({"If-None-Match": 'W/"2"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
]


async def test_a_read_of_what_is_known_already(gp: Client) -> None:
    await gp.put("/Observation/w", content=W, headers=FHIR)
    for method, (headers, status) in product(("GET", "HEAD"), KNOWN):
        answer = await gp.request(method, "/Observation/w", headers=headers)

        assert (answer.status_code, answer.headers["ETag"]) == (status, 'W/"1"'), headers
        assert bool(answer.content) is (status == 200 and method == "GET"), headers
