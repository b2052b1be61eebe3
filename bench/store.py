"""Create, import and read, as an ordinary member of a circle, with every access rule and the trace on.

- create: POST of an Observation over HTTP against pgbench storing the same rows;
- transaction: a Bundle of 200 Observations over HTTP, and a unit of 200 through the repository, against pgbench
  storing the rows of those 200 in one transaction;
- read: GET by id over HTTP against the bare handler doing one select.
"""

import random
from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg

from bench import record
from bench.load import CONNECTIONS, Order, load, request
from bench.pgbench import Limit, commit_ms
from bench.postgres import database
from bench.report import Figure, compared, plain
from bench.rounds import CELL_SECONDS, ROUNDS, WARM_UP_SECONDS, in_turn
from bench.serving import BARE, CORDEE, served
from bench.transactions import transactions

PATIENTS = 200
OBSERVATIONS = 50
BUNDLE_RESOURCES = 200
IMPORT_CONNECTIONS = 2
REQUESTS = 2000
CREATE_EXPECTED = 0.25
READ_EXPECTED = 0.60
DATASET = (
    f"{PATIENTS} records of {OBSERVATIONS} Observations, the nurse in every circle, trace on; "
    f"{CONNECTIONS} connections ({IMPORT_CONNECTIONS} for transactions of {BUNDLE_RESOURCES})"
)
_JSON = {"Content-Type": "application/fhir+json"}


def run() -> list[Figure]:
    """Return every figure, with one and with two server processes."""
    with database() as url:
        token = record.seed(url, _resources())
        ids = _ids(url)
        return [
            *_over_http(url, token, ids, 1),
            *_over_http(url, token, ids, 2),
            _repository(url),
        ]


def _over_http(url: str, token: str, ids: list[str], workers: int) -> list[Figure]:
    suffix = f", {workers} process" + ("es" if workers > 1 else "")
    with served(CORDEE, url, workers) as port, served(BARE, url, workers) as bare_port:
        reads, creates, bundles = _reads(port, ids, token), _creates(port, token), _bundles(port, token)
        bare_reads = _reads(bare_port, ids, token)
        for order in (reads, creates, bare_reads):
            load(msgspec.structs.replace(order, seconds=WARM_UP_SECONDS))
        one = Limit(url, _last_keys(url, 1), PATIENTS)
        created = in_turn(lambda: load(creates).rate, lambda: one.rate(CELL_SECONDS, CONNECTIONS))
        read = in_turn(lambda: load(reads).rate, lambda: load(bare_reads).rate)
        commits = [commit_ms(url) for _ in range(ROUNDS)]
        load(msgspec.structs.replace(bundles, seconds=WARM_UP_SECONDS))
        many = Limit(url, _last_keys(url, BUNDLE_RESOURCES), PATIENTS)
        imported = in_turn(
            lambda: load(bundles).rate * BUNDLE_RESOURCES, lambda: many.rate(CELL_SECONDS, IMPORT_CONNECTIONS)
        )
    return [
        compared(
            f"create Observation vs pgbench{suffix}",
            *created,
            unit="/s",
            dataset=DATASET,
            expected=CREATE_EXPECTED,
        ),
        compared(
            f"read by id vs bare handler{suffix}", *read, unit="/s", dataset=DATASET, expected=READ_EXPECTED
        ),
        plain(f"one commit, alone{suffix}", commits, unit="ms", dataset=DATASET),
        compared(f"transaction Bundle vs pgbench{suffix}", *imported, unit="resources/s", dataset=DATASET),
    ]


def _repository(url: str) -> Figure:
    transactions(url, WARM_UP_SECONDS, IMPORT_CONNECTIONS, BUNDLE_RESOURCES)
    limit = Limit(url, _last_keys(url, BUNDLE_RESOURCES), PATIENTS)
    values = in_turn(
        lambda: transactions(url, CELL_SECONDS, IMPORT_CONNECTIONS, BUNDLE_RESOURCES),
        lambda: limit.rate(CELL_SECONDS, IMPORT_CONNECTIONS),
    )
    return compared(
        "import by the repository, units of 200, vs pgbench", *values, unit="resources/s", dataset=DATASET
    )


def _resources() -> Iterator[Any]:
    for number in range(PATIENTS):
        yield record.patient(number)
        yield record.circle(number)
        for rank in range(OBSERVATIONS):
            yield record.observation(number, rank)


def _reads(port: int, ids: list[str], token: str) -> Order:
    headers = {"Authorization": f"Bearer {token}"}
    chosen = random.Random(1).sample(ids, REQUESTS)
    return Order(
        port=port,
        seconds=CELL_SECONDS,
        requests=[request("GET", f"/fhir/Observation/{id_}", headers) for id_ in chosen],
    )


def _creates(port: int, token: str) -> Order:
    headers = _JSON | {"Authorization": f"Bearer {token}"}
    bodies = [record.observation_json(n % PATIENTS, n) for n in range(REQUESTS)]
    return Order(
        port=port,
        seconds=CELL_SECONDS,
        requests=[request("POST", "/fhir/Observation", headers, body) for body in bodies],
    )


def _bundles(port: int, token: str) -> Order:
    headers = _JSON | {"Authorization": f"Bearer {token}", "Prefer": "return=minimal"}
    requests = [request("POST", "/fhir", headers, _bundle(number)) for number in range(16)]
    return Order(port=port, seconds=CELL_SECONDS, connections=IMPORT_CONNECTIONS, requests=requests)


def _bundle(number: int) -> bytes:
    entries = [
        {
            "resource": msgspec.Raw(record.observation_json(number, rank)),
            "request": {"method": "POST", "url": "Observation"},
        }
        for rank in range(BUNDLE_RESOURCES)
    ]
    return msgspec.json.encode({"resourceType": "Bundle", "type": "transaction", "entry": entries})


def _ids(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [
            row[0]
            for row in connection.execute("SELECT id FROM resource WHERE type = 'Observation'").fetchall()
        ]


def _last_keys(url: str, count: int) -> list[int]:
    """Return the keys of the last resources stored by Cordée, as models for pgbench."""
    query = "SELECT key FROM resource WHERE type = 'Observation' AND key < %s ORDER BY updated_at DESC, key LIMIT %s"
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(query, (10**15, count)).fetchall()]
