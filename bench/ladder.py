"""The same questions to regions of 1,000, 64,000 and 200,000 people: what a member sees does not grow, nor the wait.

Three charts are long (10,000 measures), and one has 131,000: the first page of its `$everything` and the
memory of the server while paging through it are held too.
"""

import http.client
import itertools
import json
import random
import statistics
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
import psutil

from bench import record, region
from bench.load import CONNECTIONS, Order, Result, load, request
from bench.postgres import database
from bench.report import Figure, plain, spread
from bench.rounds import CELL_SECONDS, ROUNDS, WARM_UP_SECONDS
from bench.serving import CORDEE, served

RUNGS = (1_000, 64_000, 200_000)
GROWTH_MAX = 1.5
LONG, LONGEST = 10_000, 131_000
LONG_CHARTS = (25, 50, 75)
LONGEST_CHART = 0
EVERYTHING_PAGE_MAX_MS = 100.0
EVERYTHING_PAGES = 40
MEMORY_GROWTH_MAX = 1.1
REQUESTS = 1_000
WORKERS = 1
DATASET = (
    f"{', '.join(f'{rung:,}' for rung in RUNGS)} people of 5 resources, {len(LONG_CHARTS)} charts of {LONG:,} and one "
    f"of {LONGEST:,} measures, the nurse in {region.CIRCLES} circles, trace on; {CONNECTIONS} connections, "
    f"{WORKERS} server process"
)


def run() -> list[Figure]:
    """Return p50 of each question on each rung, its growth, and what the longest chart costs."""
    results: dict[str, list[list[Result]]] = {}
    figures: list[Figure] = []
    with database() as url:
        below = 0
        for rung in RUNGS:
            token = record.seed(url, _rung(below, rung))
            below = rung
            with served(CORDEE, url, WORKERS) as port:
                for name, requests in _questions(token).items():
                    order = Order(port=port, seconds=CELL_SECONDS, requests=requests)
                    load(msgspec.structs.replace(order, seconds=WARM_UP_SECONDS))
                    results.setdefault(name, []).append([load(order) for _ in range(ROUNDS)])
                if rung == RUNGS[-1]:
                    figures += _everything(port, token)
    for name, rungs in results.items():
        figures += _growth(name, rungs)
    return figures


def _rung(below: int, rung: int) -> Iterator[Any]:
    yield from itertools.chain.from_iterable(region.people(range(below, rung), observations=2, conditions=1))
    if below == 0:
        for number in LONG_CHARTS:
            yield from (record.observation(number, rank) for rank in range(LONG))
        yield from (record.observation(LONGEST_CHART, rank) for rank in range(LONGEST))


def _questions(token: str) -> dict[str, list[bytes]]:
    headers = {"Authorization": f"Bearer {token}"}
    draw = random.Random(1)
    numbers = [draw.choice(region.mine()) for _ in range(REQUESTS)]
    paths = {
        "read by id": [f"/fhir/Condition/condition-{n}-0" for n in numbers],
        "search by identifier": [
            f"/fhir/Patient?identifier={quote(region.IDENTIFIER + '|' + region.identifier(n))}"
            for n in numbers
        ],
        "search by family name": [f"/fhir/Patient?family={region.family(n)}" for n in numbers],
        "Observation by patient + code, by date": [
            f"/fhir/Observation?patient={record.patient_id(n)}&code=http://loinc.org%7C8867-4&_sort=-date&_count=20"
            for n in numbers
        ],
        "Observation by a chain to the name": [
            f"/fhir/Observation?subject:Patient.family={region.family(n)}&_count=20" for n in numbers
        ],
        "my patients with a problem (_has)": ["/fhir/Patient?_has:Condition:patient:code=I10&_count=20"],
    }
    return {name: [request("GET", path, headers) for path in found] for name, found in paths.items()}


def _growth(name: str, rungs: list[list[Result]]) -> Iterator[Figure]:
    for rung, results in zip(RUNGS, rungs, strict=True):
        yield plain(f"{name}, p50 at {rung:,}", [one.p50 for one in results], unit="ms", dataset=DATASET)
    lowest, highest = ([one.p50 for one in results] for results in (rungs[0], rungs[-1]))
    yield _held(f"{name}, growth of p50", highest, lowest, GROWTH_MAX)


def _everything(port: int, token: str) -> list[Figure]:
    """Return the times of the first and later pages of the longest chart, and the growth of the server's memory."""
    server = _server(port)
    first: list[float] = []
    for _ in range(ROUNDS):
        ms, _next = _page(port, token, f"/fhir/Patient/{record.patient_id(LONGEST_CHART)}/$everything")
        first.append(ms)
    before = server.memory_info().rss / 2**20
    later, path = [], _next
    for _ in range(EVERYTHING_PAGES):
        if path is None:
            break
        ms, path = _page(port, token, path)
        later.append(ms)
    after = server.memory_info().rss / 2**20
    return [
        _held("$everything of 131,000, first page, ms", first, [EVERYTHING_PAGE_MAX_MS] * len(first), 1.0),
        plain(f"$everything, each of the next {len(later)} pages", later, unit="ms", dataset=DATASET),
        _held("memory of the server after paging, MB", [after], [before], MEMORY_GROWTH_MAX),
    ]


def _page(port: int, token: str, path: str) -> tuple[float, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    started = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    body = answer.read()
    ms = (time.perf_counter() - started) * 1000
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"$everything answered {answer.status}")
    links = {link["relation"]: link["url"] for link in json.loads(body).get("link", ())}
    following = urlsplit(links["next"]) if "next" in links else None
    return ms, f"{following.path}?{following.query}" if following else None


def _server(port: int) -> psutil.Process:
    """Return the process that answers: the largest of those started here."""
    children = psutil.Process().children(recursive=True)
    named = [one for one in children if str(port) in " ".join(one.cmdline()) or "granian" in one.name()]
    return max(named or children, key=lambda one: one.memory_info().rss)


def _held(name: str, values: list[float], limits: list[float], ceiling: float) -> Figure:
    ratios = [value / limit for value, limit in zip(values, limits, strict=True)]
    return Figure(
        name=name,
        value=round(statistics.median(values), 2),
        unit="",
        limit=round(statistics.median(limits), 2),
        ratio=round(statistics.median(ratios), 3),
        spread=spread(ratios),
        dataset=DATASET,
        expected=ceiling,
        is_ceiling=True,
    )
