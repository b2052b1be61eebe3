"""Requests made to hurt: each gets a clear refusal or a bounded answer, and the server stays as it was.

Time and memory are held generously: what is proved is a bound, not a speed.
"""

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import psutil
import pytest

from tests.acceptance.serving import Served

pytestmark = pytest.mark.slow

ANSWER_SECONDS_MAX = 10.0
MEMORY_GROWTH_MAX_MB = 300.0
REFUSED = range(400, 500)
JSON_TYPE = {"Content-Type": "application/fhir+json"}
PATIENT = "/Patient"


@pytest.fixture(scope="module")
def client(api: Served) -> Iterator[httpx.Client]:
    """A client with the coordinator's token."""
    with httpx.Client(base_url=api.base, headers=api.headers, timeout=60) as opened:
        yield opened


@pytest.fixture(scope="module")
def servers(api: Served, client: httpx.Client) -> list[psutil.Process]:
    """The processes that serve."""
    client.get(f"{PATIENT}/jeanne")
    started = psutil.Process().children(recursive=True)
    first = next(one for one in started if f" {api.port} " in f" {' '.join(one.cmdline())} ")
    return [first, *first.children(recursive=True)]


@pytest.fixture(autouse=True)
def _server_stays_well(servers: list[psutil.Process], client: httpx.Client) -> Iterator[None]:
    before = _memory_mb(servers)
    started = time.monotonic()
    yield
    assert time.monotonic() - started < ANSWER_SECONDS_MAX
    assert client.get(f"{PATIENT}/jeanne").status_code == 200
    assert _memory_mb(servers) - before < MEMORY_GROWTH_MAX_MB


def _memory_mb(servers: list[psutil.Process]) -> float:
    """Return the memory of the processes that serve, together."""
    assert servers
    return float(sum(one.memory_info().rss for one in servers)) / 2**20


def _refusal(answer: httpx.Response) -> str:
    """Return the sentence of a refusal, once it is known to be one people can read."""
    assert answer.status_code in REFUSED, answer.text[:500]
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    issue = outcome["issue"][0]
    assert issue["details"]["text"]
    assert issue["diagnostics"]
    return str(issue["details"]["text"])


NESTED = {
    "arrays": "[" * 200_000,
    "objects": '{"a":' * 200_000,
    "extensions": '{"resourceType":"Patient","extension":[{"url":"urn:x","extension":[' * 1
    + '{"url":"urn:x","extension":[' * 20_000,
    "closed extensions": '{"resourceType":"Patient","extension":'
    + '[{"url":"urn:x","extension":' * 2_000
    + '[{"url":"urn:x","valueBoolean":true}]'
    + "}]" * 2_000
    + "}",
    "bundles": '{"resourceType":"Bundle","type":"collection","entry":[{"resource":' * 500
    + '{"resourceType":"Basic"}'
    + "}]}" * 500,
}


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_refused(client: httpx.Client, name: str) -> None:
    _refusal(client.post(PATIENT, content=NESTED[name], headers=JSON_TYPE))


@pytest.mark.parametrize("path", ["/Patient", "/Patient/$validate", ""])
def test_huge_array_is_bounded(client: httpx.Client, path: str) -> None:
    names = [{"family": "x", "given": ["y"]}] * 60_000
    body = json.dumps({"resourceType": "Patient", "name": names, "gender": "unknown-to-all"})
    answer = client.post(path, content=body, headers=JSON_TYPE)
    assert answer.status_code < 500
    assert len(answer.content) < 2_000_000


def test_array_of_ten_thousand_contacts_is_stored_or_refused(client: httpx.Client) -> None:
    contacts = [{"system": "phone", "value": f"+3360000{number:05d}"} for number in range(10_000)]
    answer = client.post(
        PATIENT, content=json.dumps({"resourceType": "Patient", "telecom": contacts}), headers=JSON_TYPE
    )
    assert answer.status_code < 500


def test_bundle_of_too_many_entries_is_refused(client: httpx.Client) -> None:
    entry = {"request": {"method": "GET", "url": "Patient/jeanne"}}
    body = json.dumps({"resourceType": "Bundle", "type": "batch", "entry": [entry] * 10_001})
    assert "10000" in _refusal(client.post("", content=body, headers=JSON_TYPE)).replace(
        "\u202f", ""
    ).replace(" ", "")


BOMB = "'" + "a" * 5_000 + "!'.matches('^(a+)+$')"


def test_regular_expression_bomb_in_a_patch_is_stopped(client: httpx.Client) -> None:
    parts = [
        {"name": "type", "valueCode": "delete"},
        {"name": "path", "valueString": f"Patient.name.where({BOMB})"},
    ]
    body = {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}
    answer = client.patch(f"{PATIENT}/jeanne", content=json.dumps(body), headers=JSON_TYPE)
    assert answer.status_code < 500


UNICODE = [
    "\u202e\u2066evil\u2069", "\u200b\u200d\ufeff", "ﷺ" * 300, "e" + "\u0301" * 2_000, "ß" * 1_000, "I\u0307" * 500,
    "\U0010ffff", "𝕵𝖊𝖆𝖓𝖓𝖊", "%00", "\\", "\\\\,\\|\\$", "'; DROP TABLE resource; --", "%", "_", "$$", "||||", ",,,,",
]  # fmt: skip


@pytest.mark.parametrize("text", UNICODE)
@pytest.mark.parametrize(
    "parameter", ["family", "family:exact", "family:contains", "identifier", "_content", "_id"]
)
def test_strange_text_in_a_search_is_searched_or_refused(
    client: httpx.Client, parameter: str, text: str
) -> None:
    answer = client.get(PATIENT, params={parameter: text})
    assert answer.status_code == 200 or _refusal(answer)


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%FF%FE", "%00", "%C0%AF", "a%00b", "%F4%90%80%80"])
def test_bytes_that_are_no_text_in_an_address_are_refused_or_searched(client: httpx.Client, raw: str) -> None:
    assert client.get(f"{PATIENT}?family={raw}").status_code in (200, 400)


@pytest.mark.parametrize("value", ['"\\ud800"', '"\\u0000"', '"a\\u0000b"', '"\\udfff\\ud800"'])
def test_text_no_database_can_keep_is_refused(client: httpx.Client, value: str) -> None:
    body = '{"resourceType":"Patient","name":[{"family":' + value + "}]}"
    _refusal(client.post(PATIENT, content=body, headers=JSON_TYPE))


STORM = [("_include", "*"), ("_include", "patient"), ("_revinclude", "patient")]


def test_include_storm_is_refused(client: httpx.Client) -> None:
    types = (
        "Condition",
        "Encounter",
        "Flag",
        "Goal",
        "List",
        "Media",
        "Observation",
        "Procedure",
        "Specimen",
        "Task",
    )
    storm = [(f"{name}:iterate", f"{type_}:{code}") for type_ in types for name, code in STORM]
    _refusal(client.get("/Observation", params=storm))


def test_every_include_allowed_is_bounded(client: httpx.Client) -> None:
    includes = [("_include:iterate", "*"), ("_revinclude:iterate", "Provenance:target")]
    includes += [("_include:iterate", "Observation:*"), ("_include", "Patient:*")] * 4
    answer = client.get("/Observation", params=[*includes, ("_count", "500")])
    assert answer.status_code in (200, 400)


def test_sort_by_everything_is_refused(client: httpx.Client) -> None:
    statement = client.get("/metadata").json()
    patient = next(one for one in statement["rest"][0]["resource"] if one["type"] == "Patient")
    codes = [one["name"] for one in patient["searchParam"]]
    headers = {"Prefer": "handling=strict"}
    _refusal(client.get(PATIENT, params={"_sort": ",".join(codes)}, headers=headers))
    _refusal(client.get(PATIENT, params={"_sort": "family,given,birthdate,gender,_id,_lastUpdated"}))


def test_ten_thousand_ids_are_refused_clearly(client: httpx.Client) -> None:
    ids = ",".join(f"id-{number}" for number in range(10_000))
    assert "trop longue" in _refusal(client.post(f"{PATIENT}/_search", data={"_id": ids}))


def test_most_ids_allowed_are_searched(client: httpx.Client) -> None:
    ids = ",".join([*(f"id-{number}" for number in range(499)), "jeanne"])
    found = client.post(f"{PATIENT}/_search", data={"_id": ids}).json()
    assert [entry["resource"]["id"] for entry in found["entry"]] == ["jeanne"]


def test_many_criteria_are_refused(client: httpx.Client) -> None:
    _refusal(client.get(PATIENT, params=[("family", f"f{number}") for number in range(60)]))


def test_most_criteria_allowed_answer(client: httpx.Client) -> None:
    pairs = [("family:contains", "am"), ("_has:Observation:patient:code", "x"), ("birthdate", "gt1900")] * 16
    assert client.get(PATIENT, params=pairs).status_code == 200


def test_endless_chain_is_refused(client: httpx.Client) -> None:
    chain = "partof." * 200 + "name"
    _refusal(client.get("/Location", params={chain: "x"}))


def test_nested_has_without_end_is_refused(client: httpx.Client) -> None:
    has = "_has:Observation:patient:" * 1 + "_has:Observation:has-member:" * 100 + "code"
    _refusal(client.get(PATIENT, params={has: "x"}))


def test_longest_deep_chain_allowed_answers(client: httpx.Client) -> None:
    chain = "partof." * 5 + "name"
    assert client.get("/Location", params={chain: "x"}).status_code == 200


NUMBERS = ["9" * 500, "1e999999999", "-1e-999999999", "NaN", "Infinity", "0x10", "1" + "0" * 39, "٣"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("query", ["RiskAssessment?probability={}", "Observation?value-quantity=gt{}"])
def test_number_of_any_size_is_searched_or_refused(client: httpx.Client, query: str, number: str) -> None:
    answer = client.get(f"/{query.format(quote(number))}")
    assert answer.status_code == 200 or _refusal(answer)


@pytest.mark.parametrize(
    "date", ["0000", "9999-12-31T23:59:60Z", "2024-02-30", "ap0001", "ap9999", "-2024", "2024-13"]
)
def test_date_of_any_year_is_searched_or_refused(client: httpx.Client, date: str) -> None:
    answer = client.get("/Observation", params={"date": date})
    assert answer.status_code == 200 or _refusal(answer)


@pytest.mark.parametrize("cursor", ["x", "", "A" * 5_000, "W10=", "bnVsbA==", "e30=", "WyJhIiwgMV0="])
def test_forged_cursor_is_refused(client: httpx.Client, cursor: str) -> None:
    answer = client.get(PATIENT, params={"_cursor": cursor})
    assert answer.status_code in (200, 400)


METHODS: list[tuple[str, str, Any]] = [
    ("POST", "/Patient/$validate", []),
    ("POST", "/Patient/$match", {"resourceType": "Parameters", "parameter": [{"name": "resource"}] * 5}),
    (
        "POST",
        "/ValueSet/$expand",
        {"resourceType": "Parameters", "parameter": [{"name": "url", "valueUri": "urn:none"}]},
    ),
    ("GET", "/Patient/jeanne/$everything?_count=999999999999", None),
    ("GET", "/Patient/$" + "a" * 3_000, None),
    ("PUT", "/Patient/" + "a" * 65, {"resourceType": "Patient", "id": "a" * 65}),
    ("GET", "/Patient/jeanne/_history/99999999999999999999", None),
    ("GET", "/_history?_since=yesterday", None),
    ("DELETE", "/Patient", None),
    ("DELETE", "/Patient?", None),
    ("PUT", "/Patient?", {"resourceType": "Patient"}),
]


@pytest.mark.parametrize(
    ("method", "path", "body"), METHODS, ids=[f"{m}-{n}" for n, (m, _, _) in enumerate(METHODS)]
)
def test_request_that_makes_no_sense_is_refused(
    client: httpx.Client, method: str, path: str, body: Any
) -> None:
    content = None if body is None else json.dumps(body)
    answer = client.request(method, path, content=content, headers=JSON_TYPE)
    assert _refusal(answer) or answer.status_code == 200


def test_json_patch_of_too_many_operations_is_refused(client: httpx.Client) -> None:
    operations = [{"op": "test", "path": "/id", "value": "jeanne"}] * 20_000
    headers = {"Content-Type": "application/json-patch+json"}
    _refusal(client.patch(f"{PATIENT}/jeanne", content=json.dumps(operations), headers=headers))


def test_json_patch_that_doubles_without_end_is_bounded(client: httpx.Client) -> None:
    operations: list[dict[str, Any]] = [
        {"op": "add", "path": "/extension", "value": [{"url": "urn:x", "valueString": "x" * 1000}]}
    ]
    operations += [
        {"op": "copy", "from": "/extension", "path": f"/extension/0/extension{n}"} for n in range(40)
    ]
    headers = {"Content-Type": "application/json-patch+json"}
    _refusal(client.patch(f"{PATIENT}/jeanne", content=json.dumps(operations), headers=headers))
