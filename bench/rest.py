"""The REST interface over a region of 7,000 people and 200,000 resources, as an ordinary member of forty circles.

Each operation stands beside the bare handler doing its select or its insert of the same rows, in turn with it, and
beside the rate it is asked to reach.
"""

import itertools
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec
import psycopg

from bench import record, region
from bench.bare import STATEMENTS
from bench.load import CONNECTIONS, Order, load, request
from bench.pgbench import Limit, commit_ms
from bench.postgres import database
from bench.report import Figure, compared, plain
from bench.rounds import CELL_SECONDS, ROUNDS, WARM_UP_SECONDS, in_turn
from bench.serving import BARE, CORDEE, served
from cordee.fhir import encode
from cordee.fhir.search import parameters_of

PATIENTS = 7_000
REQUESTS = 2_000
WORKERS = 1
DATASET = (
    f"{PATIENTS:,} people, 28 resources each, the nurse in {region.CIRCLES} circles, trace on; "
    f"{CONNECTIONS} connections, {WORKERS} server process"
)
_JSON = {"Content-Type": "application/fhir+json"}


class Operation(msgspec.Struct, kw_only=True):
    """One operation: our requests, those of the bare handler, the rate asked and the ratio asked."""

    name: str
    ours: list[bytes]
    bare: list[bytes]
    asked: float
    ratio: float | None = None


def run() -> list[Figure]:
    """Return two figures an operation: against the bare handler, and against the rate asked."""
    with database() as url:
        token = record.seed(url, itertools.chain.from_iterable(region.people(range(PATIENTS))))
        models = _models(url, token)
        statements = _statements(url, models)
        extra = {STATEMENTS: msgspec.json.encode(statements).decode()}
        with served(CORDEE, url, WORKERS) as port, served(BARE, url, WORKERS, extra) as bare_port:
            figures = [_measured(one, port, bare_port) for one in _operations(token)]
            commits = [commit_ms(url) for _ in range(ROUNDS)]
    return [
        *itertools.chain.from_iterable(figures),
        plain("one commit, alone", commits, unit="ms", dataset=DATASET),
    ]


def _measured(operation: Operation, port: int, bare_port: int) -> list[Figure]:
    ours = Order(port=port, seconds=CELL_SECONDS, requests=operation.ours)
    bare = Order(port=bare_port, seconds=CELL_SECONDS, requests=operation.bare)
    for order in (ours, bare):
        load(msgspec.structs.replace(order, seconds=WARM_UP_SECONDS))
    p50: list[float] = []

    def rate() -> float:
        result = load(ours)
        p50.append(result.p50)
        return result.rate

    rates, limits = in_turn(rate, lambda: load(bare).rate)
    asked = [operation.asked] * len(rates)
    return [
        compared(
            f"{operation.name} vs bare handler",
            rates,
            limits,
            unit="/s",
            dataset=DATASET,
            expected=operation.ratio,
        ),
        compared(
            f"{operation.name} vs the rate asked", rates, asked, unit="/s", dataset=DATASET, expected=1.0
        ),
        plain(f"{operation.name}, p50", p50, unit="ms", dataset=DATASET),
    ]


def _operations(token: str) -> Iterator[Operation]:
    bearer = {"Authorization": f"Bearer {token}"}
    draw = random.Random(1)
    numbers = [draw.choice(region.mine()) for _ in range(REQUESTS)]
    reads = [
        f"/fhir/Observation/observation-{number}-{draw.randrange(region.OBSERVATIONS)}" for number in numbers
    ]
    yield _reading("read by id", bearer, reads, reads, 4_500, 0.70)
    identifiers = [region.identifier(number) for number in numbers]
    yield _reading(
        "search by identifier",
        bearer,
        [f"/fhir/Patient?identifier={quote(region.IDENTIFIER + '|' + value)}" for value in identifiers],
        [f"/rows/identifier/{value}" for value in identifiers],
        2_800,
    )
    families = [region.family(number) for number in numbers]
    yield _reading(
        "search by family name",
        bearer,
        [f"/fhir/Patient?family={name}" for name in families],
        [f"/rows/family/{name.lower()}" for name in families],
        1_800,
    )
    ids = [record.patient_id(number) for number in numbers]
    yield _reading(
        "Observation by patient + code, by date",
        bearer,
        [
            f"/fhir/Observation?patient={id_}&code=http://loinc.org%7C8867-4&_sort=-date&_count=20"
            for id_ in ids
        ],
        [f"/rows/observations/{id_}" for id_ in ids],
        1_400,
    )
    headers = bearer | _JSON
    people = [encode(_new_patient(n)) for n in range(REQUESTS)]
    yield Operation(
        name="create Patient",
        ours=[request("POST", "/fhir/Patient", headers, body) for body in people],
        bare=[request("POST", f"/rows/Patient/{n}", _JSON, body) for n, body in enumerate(people)],
        asked=1_000,
    )
    measures = [record.observation_json(number, n) for n, number in enumerate(numbers)]
    yield Operation(
        name="create Observation",
        ours=[request("POST", "/fhir/Observation", headers, body) for body in measures],
        bare=[
            request("POST", f"/rows/Observation/{n}", _JSON, body)
            for n, body in zip(numbers, measures, strict=True)
        ],
        asked=1_200,
        ratio=0.50,
    )


def _reading(
    name: str,
    headers: dict[str, str],
    ours: list[str],
    bare: list[str],
    asked: float,
    ratio: float | None = None,
) -> Operation:
    return Operation(
        name=name,
        ours=[request("GET", path, headers) for path in ours],
        bare=[request("GET", path) for path in bare],
        asked=asked,
        ratio=ratio,
    )


def _new_patient(number: int) -> Any:
    person = region.patient(PATIENTS + number)
    person.id = None
    return person


def _models(url: str, token: str) -> dict[str, int]:
    """Store one resource of each created type over HTTP, and return their keys: models of the bare handler's rows."""
    headers = {"Authorization": f"Bearer {token}"} | _JSON
    number = region.mine()[0]
    bodies = {"Patient": encode(_new_patient(0)), "Observation": record.observation_json(number, 0)}
    with served(CORDEE, url, WORKERS) as port:
        for name, body in bodies.items():
            load(
                Order(
                    port=port,
                    seconds=0.2,
                    connections=1,
                    requests=[request("POST", f"/fhir/{name}", headers, body)],
                )
            )
    query = "SELECT key FROM resource WHERE type = %s ORDER BY updated_at DESC, key DESC LIMIT 1"
    found = {}
    with psycopg.connect(url) as connection:
        for name in bodies:
            row = connection.execute(query, (name,)).fetchone()
            assert row is not None
            found[name] = int(row[0])
    return found


def _statements(url: str, models: dict[str, int]) -> dict[str, str]:
    """Return what the bare handler runs: a select by each index, and the insert of the rows of one new resource."""
    (identifier,) = parameters_of("Patient")["identifier"].numbers
    (family,) = parameters_of("Patient")["family"].numbers
    (code,) = parameters_of("Observation")["code"].numbers
    return {
        "identifier": "SELECT r.content FROM index_token i JOIN resource r USING (key) "
        f"WHERE i.param = {identifier} AND i.code = %(value)s AND i.system = '{region.IDENTIFIER}' LIMIT 50",
        "family": "SELECT r.content FROM index_string i JOIN resource r USING (key) "
        f"WHERE i.param = {family} AND i.normalized = %(value)s LIMIT 50",
        "observations": "SELECT r.content FROM resource r JOIN index_token i USING (key) "
        f"WHERE r.type = 'Observation' AND r.patient_id = %(value)s AND i.param = {code} AND i.code = '8867-4' "
        "ORDER BY r.happened_at DESC LIMIT 20",
        **{name: Limit(url, [key], PATIENTS).statement() for name, key in models.items()},
    }
