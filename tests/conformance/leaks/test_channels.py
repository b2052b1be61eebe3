"""What is not theirs answers as what does not exist: status, body, headers, counts, and the statements it takes.

A PUT of somebody's own content under an id of their choice is the one exception, told in SECURITY.md.
"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from cordee.fhir.json_value import Json
from cordee.kernel.clock import now
from cordee.store import Database, Repository, system_asker
from tests.conformance.leaks import making
from tests.conformance.leaks.oracle import Membership
from tests.conformance.leaks.stage import Stage

SECRETS = ("weight", "stay", "note")
PATCH = {"content-type": "application/json-patch+json"}
TRIES = 3
_VARYING = frozenset({"date", "x-request-id"})
_execute = psycopg.AsyncCursor.execute


@pytest.fixture(scope="module")
def stage(module_database_url: str) -> Iterator[Stage]:
    """A world where the nurse takes part in one circle only, and another record holds what is kept from her."""
    with asyncio.Runner() as runner:
        database = Database(module_database_url, pool_size=1)
        runner.run(database.open())
        opened = Stage(Repository(database), runner)
        opened.open()
        own, closed, masked = opened.patients
        for patient in (own, masked):
            start = now() - timedelta(days=30)
            opened.join(Membership(opened.people[f"nurse-{opened.mark}"].who, patient, start))
        stay = opened.add("stay", closed, [], "system", None).reference
        for kind in SECRETS:
            opened.add(kind, closed, [], "system", stay if kind in {"weight"} else None)
            opened.add(kind, masked, ["MASQUE_PS"], "system", None)
        yield opened
        runner.run(opened.close())
        runner.run(opened.repository.close())
        runner.run(database.close())


def test_each_request_answers_alike(stage: Stage) -> None:
    client = stage.client(f"nurse-{stage.mark}")
    own = stage.patients[0]
    hidden = [
        one
        for one in stage.world.entries.values()
        if one.facts["kind"] in {*SECRETS, "circle"}
        and not stage.world.sees(stage.reader(f"nurse-{stage.mark}"), one, now())
    ]
    assert len(hidden) >= 2 * len(SECRETS)
    for entry in hidden:
        absent = _absent(entry.id)
        for asked in _requests(entry.type, own):
            told = [_told(stage, client, asked, id_) for id_ in (entry.id, absent)]
            assert told[0] == told[1], (entry.reference, asked[:2])


def test_a_record_that_is_closed_answers_as_none(stage: Stage) -> None:
    client = stage.client(f"nurse-{stage.mark}")
    closed = stage.patients[1]
    for asked in (*_requests("Patient", stage.patients[0]), *_of_records()):
        told = [_told(stage, client, asked, id_) for id_ in (closed, _absent(closed))]
        assert told[0] == told[1], asked[:2]


def test_nothing_was_written(stage: Stage) -> None:
    """The requests above changed nothing of what was hidden."""
    for entry in stage.world.entries.values():
        stored = stage.run(stage.repository.read(system_asker("leaks"), entry.type, entry.id))
        assert stored.version == len(entry.versions), entry.reference


def _absent(id_: str) -> str:
    """Return an id of the same length that nothing has."""
    return "z" * 4 + id_[4:]


Asked = tuple[str, str, Any, dict[str, str]]


def _requests(type_: str, own: str) -> list[Asked]:
    """Return requests on one id, written `{}`."""
    body: Json = {"resourceType": type_, "id": "{}", "status": "final"}
    batch = {"resourceType": "Bundle", "type": "batch", "entry": [
        {"request": {"method": method, "url": f"{type_}/{{}}"}} for method in ("GET", "DELETE")]}  # fmt: skip
    conditional = _weight(own, "criteria")
    return [
        ("GET", f"/{type_}/{{}}", None, {}),
        ("HEAD", f"/{type_}/{{}}", None, {}),
        ("GET", f"/{type_}/{{}}", None, {"if-none-match": 'W/"1"'}),
        ("GET", f"/{type_}/{{}}/_history", None, {}),
        ("GET", f"/{type_}/{{}}/_history/1", None, {}),
        ("GET", f"/{type_}?_id={{}}&_total=accurate", None, {}),
        ("GET", f"/{type_}?_id={{}}&_summary=count", None, {}),
        ("GET", f"/{type_}?_id={{}},{own}&_sort=_lastUpdated", None, {}),
        ("POST", f"/{type_}/_search", "_id={}", {"content-type": "application/x-www-form-urlencoded"}),
        ("GET", "/Observation?encounter={}", None, {}),
        ("GET", "/Observation?encounter._id={}", None, {}),
        ("GET", "/Encounter?_has:Observation:encounter:_id={}", None, {}),
        (
            "GET",
            f"/Patient?_has:{type_}:patient:_id={{}}" if type_ != "Patient" else "/Patient?link={}",
            None,
            {},
        ),
        ("PUT", f"/{type_}/{{}}", body, {"if-match": 'W/"1"'}),
        ("PATCH", f"/{type_}/{{}}", [{"op": "test", "path": "/id", "value": "{}"}], PATCH),
        ("DELETE", f"/{type_}/{{}}", None, {}),
        ("DELETE", f"/{type_}/{{}}", None, {"if-match": 'W/"7"'}),
        ("DELETE", f"/{type_}?_id={{}}", None, {}),
        ("PATCH", f"/{type_}?_id={{}}", [{"op": "test", "path": "/id", "value": "{}"}], PATCH),
        ("POST", f"/{type_}/{{}}/$meta", None, {}),
        ("GET", f"/{type_}/{{}}/$meta", None, {}),
        ("POST", "/", batch, {}),
        ("POST", "/Observation", conditional | {"encounter": {"reference": "Encounter/{}"}}, {}),
    ]


def _of_records() -> list[Asked]:
    """Return requests on the id of a person."""
    return [
        ("GET", "/Patient/{}/$everything", None, {}),
        ("GET", "/Patient/{}/Observation", None, {}),
        ("GET", "/Patient/{}/*", None, {}),
        ("GET", "/Observation?patient={}&_total=accurate", None, {}),
        ("GET", "/Observation?subject=Patient/{}&_include=Observation:subject", None, {}),
        ("GET", "/AuditEvent?patient={}", None, {}),
        ("POST", "/Observation", _weight("{}", ""), {}),
        ("PUT", "/Observation/new-{}", _weight("{}", "new-{}"), {}),
        ("POST", "/", {"resourceType": "Bundle", "type": "transaction", "entry": [
            {"resource": _weight("{}", ""), "request": {"method": "POST", "url": "Observation"}}]}, {}),
    ]  # fmt: skip


def _weight(patient: str, id_: str) -> Json:
    found = making.entry("weight", id_, patient, date="2026-01-01T08:00:00Z")
    return found if id_.startswith("new") else {name: value for name, value in found.items() if name != "id"}


def _told(stage: Stage, client: httpx.AsyncClient, asked: Asked, id_: str) -> Any:
    """Return everything an outsider can tell an answer by, and the least work it took: once all is warm, the same."""
    answers = [stage.run(_answer(client, asked, id_)) for _ in range(TRIES)]
    return answers[-1][0], min(statements for _, statements in answers)


async def _answer(client: httpx.AsyncClient, asked: Asked, id_: str) -> tuple[Any, int]:
    """Return status, body and headers of an answer, the id itself taken out, and how many statements it took."""
    method, path, body, headers = asked
    sent: dict[str, Any] = {}
    if isinstance(body, str):
        sent["content"] = body.replace("{}", id_)
    elif body is not None:
        sent["content"] = httpx.Request("POST", "http://x", json=body).content.decode().replace("{}", id_)
        headers = {"content-type": "application/fhir+json"} | headers
    sent_statements = 0

    async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal sent_statements
        sent_statements += 1
        return await _execute(self, *args, **kwargs)

    psycopg.AsyncCursor.execute = counted  # type: ignore[method-assign]
    try:
        answer = await client.request(method, path.replace("{}", id_), headers=headers, **sent)
    finally:
        psycopg.AsyncCursor.execute = _execute  # type: ignore[method-assign]
    if answer.status_code == 201:  # what was created is theirs: its id and its moment differ
        return (answer.status_code, sorted(answer.headers)), 0
    told = {name: value.replace(id_, "ID") for name, value in answer.headers.items() if name not in _VARYING}
    return (answer.status_code, answer.text.replace(id_, "ID"), told), sent_statements
