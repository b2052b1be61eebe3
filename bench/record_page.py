"""The first page of a record for a signed-in member of the circle, at three sizes of the same story.

Times are those of a lone reader, one request after the other, from request sent to page complete.
"""

import asyncio
import http.client
import itertools
import statistics

import msgspec

from bench import record
from bench.grown import directory, grown, member_of, story
from bench.load import Order, Result, load, request
from bench.postgres import database
from bench.report import Figure, plain, spread
from bench.rounds import CELL_SECONDS, ROUNDS, WARM_UP_SECONDS
from bench.serving import BARE, CORDEE, COUNTED, HEADER_STATEMENTS, served
from cordee.access import Actor, Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.web.session import COOKIE

SIZES = (100, 2_000, 20_000)
MIDDLE, LARGEST = SIZES[1], SIZES[2]
P95_MAX_MS = 80.0
GROWTH_MAX = 1.5
DATASET = (
    f"the same story of 85 resources grown to {', '.join(f'{size:,}' for size in SIZES)}; "
    "a member of the circle, session cookie, trace on; 1 connection, 1 process"
)


def run() -> list[Figure]:
    """Return times, statements and growth of the record page."""
    with database() as url:
        told = story()
        member = member_of(told)
        records = {size: grown(told, size) for size in SIZES}
        resources = (resource for _, grown_record in records.values() for resource in grown_record)
        record.seed(url, itertools.chain(directory(), resources), member)
        session = asyncio.run(_session(url, member))
        paths = {size: f"/dossiers/{patient_id}" for size, (patient_id, _) in records.items()}
        with served(COUNTED, url, 1) as port:
            statements = {size: _statements(port, path, session) for size, path in paths.items()}
        with served(CORDEE, url, 1) as port, served(BARE, url, 1) as bare_port:
            pages, bare = _measured(port, bare_port, paths, session)
    return _figures(pages, bare, statements)


def _measured(
    port: int, bare_port: int, paths: dict[int, str], session: str
) -> tuple[dict[int, list[Result]], dict[int, list[Result]]]:
    orders = {size: _order(port, path, session) for size, path in paths.items()}
    bare_orders: dict[int, Order] = {}
    for size, order in orders.items():
        warm = load(msgspec.structs.replace(order, seconds=WARM_UP_SECONDS))
        bare_orders[size] = _order(bare_port, f"/bytes/{warm.bytes_received // warm.done}", session)
    pages: dict[int, list[Result]] = {size: [] for size in SIZES}
    bare: dict[int, list[Result]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size in SIZES:
            pages[size].append(load(orders[size]))
            bare[size].append(load(msgspec.structs.replace(bare_orders[size], seconds=1)))
    return pages, bare


def _figures(
    pages: dict[int, list[Result]], bare: dict[int, list[Result]], statements: dict[int, int]
) -> list[Figure]:
    figures = []
    for size in SIZES:
        for percentile in ("p50", "p95"):
            values = [getattr(result, percentile) for result in pages[size]]
            limits = [getattr(result, percentile) for result in bare[size]]
            figures.append(
                _times(f"record page {percentile}, {size:,} resources, vs bare bytes", values, limits)
            )
        figures.append(
            plain(
                f"statements for the page, {size:,} resources",
                [statements[size]],
                unit="statements",
                dataset=DATASET,
            )
        )
    p95 = [result.p95 for result in pages[MIDDLE]]
    figures.append(
        _held(f"record page p95 at {MIDDLE:,} vs {P95_MAX_MS:g} ms", p95, [P95_MAX_MS] * len(p95), 1.0)
    )
    middle, largest = ([result.p50 for result in pages[size]] for size in (MIDDLE, LARGEST))
    figures.append(_held(f"growth of p50, {MIDDLE:,} to {LARGEST:,}", largest, middle, GROWTH_MAX))
    return figures


def _times(name: str, values: list[float], limits: list[float]) -> Figure:
    return Figure(
        name=name,
        value=round(statistics.median(values), 2),
        unit="ms",
        limit=round(statistics.median(limits), 2),
        ratio=round(statistics.median(v / limit for v, limit in zip(values, limits, strict=True)), 2),
        spread=spread(values),
        dataset=DATASET,
    )


def _held(name: str, values: list[float], limits: list[float], ceiling: float) -> Figure:
    return msgspec.structs.replace(_times(name, values, limits), expected=ceiling, is_ceiling=True)


def _order(port: int, path: str, session: str) -> Order:
    headers = {"Cookie": f"{COOKIE}={session}"}
    return Order(port=port, requests=[request("GET", path, headers)], seconds=CELL_SECONDS, connections=1)


def _statements(port: int, path: str, session: str) -> int:
    """Return how many statements the page costs once the session is known to the process."""
    counts = []
    for _ in range(2):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers={"Cookie": f"{COOKIE}={session}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        counts.append(int(answer.headers[HEADER_STATEMENTS]))
        connection.close()
    return counts[-1]


async def _session(url: str, member: Actor) -> str:
    pool = Database(url)
    await pool.open()
    repository = Repository(pool)
    gate = Gate(repository, Settings.from_environment({"CORDEE_DATABASE_URL": url, "CORDEE_DEMO": "1"}))
    session = await gate.sign_in_demo(member.login, "bench")
    await repository.close()
    await pool.close()
    return session.token
