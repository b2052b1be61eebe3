"""What the rules of access cost: members of 1 to 2,000 circles beside the platform itself, asking the same questions.

200,000 people, 8,000 professionals, a million memberships, consent rules and row-level security on. The questions are
such that both get the same answer. Beside them: the first page of « Mes dossiers » and the cost of a new member.
"""

import asyncio
import http.client
import itertools
import random
import time
from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from bench import crowd, record, region
from bench.load import CONNECTIONS, Order, load, request
from bench.postgres import database
from bench.report import Figure, compared, plain
from bench.rounds import CELL_SECONDS, ROUNDS, WARM_UP_SECONDS, in_turn
from bench.serving import CORDEE, served
from cordee.access import Gate
from cordee.fhir import encode
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository

PLATFORM = "bench.platform:application"
MEMBERS = (1, 40, 400, 2_000)
REQUESTS = 1_000
WORKERS = 1
SHARE_MIN = 0.85
RECORDS_MAX_MS = 30.0
JOIN_MAX_MS = 10.0
TRIES = 50
DATASET = (
    f"{crowd.PEOPLE:,} people of 5 resources, {crowd.PROFESSIONALS:,} professionals in 1 to {crowd.CIRCLES_MAX:,} "
    f"circles, trace on; {CONNECTIONS} connections, {WORKERS} server process"
)
_JSON = {"Content-Type": "application/fhir+json"}


def run() -> list[Figure]:
    """Return each question as a member beside the same as the platform, « Mes dossiers », and joining a circle."""
    figures: list[Figure] = []
    with database() as url:
        asked = {circles: crowd.professional_with(circles) for circles in MEMBERS}
        platform = record.seed(url, crowd.resources(), crowd.actor(asked[MEMBERS[0]]))
        keys = {circles: asyncio.run(_sign_in(url, rank)) for circles, rank in asked.items()}
        with served(CORDEE, url, WORKERS) as port, served(PLATFORM, url, WORKERS) as platform_port:
            for circles, rank in asked.items():
                for name, paths in _questions(rank).items():
                    pair = (_order(port, paths, keys[circles][0]), _order(platform_port, paths, platform))
                    figures.append(_beside(f"{name}, member of {circles:,}", *pair))
            figures += [_records(port, circles, keys[circles][1]) for circles in MEMBERS]
            figures += _joining(port, asked[40], keys[40][0], asked[1], keys[1][0])
    return figures


async def _sign_in(url: str, rank: int) -> tuple[str, str]:
    """Store the account of a professional; return a token for the API and a session for the pages."""
    pool = Database(url)
    await pool.open()
    repository = Repository(pool)
    gate = Gate(repository, Settings.from_environment({"CORDEE_DATABASE_URL": url, "CORDEE_DEMO": "1"}))
    try:
        actor = crowd.actor(rank)
        await gate.save_account(actor, is_demo=True)
        session = await gate.sign_in_demo(actor.login, "bench")
        return await gate.create_token(actor.login, "bench", 1), session.token
    finally:
        await repository.close()
        await pool.close()


def _questions(rank: int) -> dict[str, list[str]]:
    draw = random.Random(1)
    numbers = [draw.choice(crowd.people_of(rank)) for _ in range(REQUESTS)]
    return {
        "read by id": [f"/fhir/Observation/observation-{n}-{draw.randrange(2)}" for n in numbers],
        "search by identifier": [
            f"/fhir/Patient?identifier={quote(region.IDENTIFIER + '|' + region.identifier(n))}"
            for n in numbers
        ],
        "Observation by patient + code, by date": [
            f"/fhir/Observation?patient={record.patient_id(n)}&code=http://loinc.org%7C8867-4&_sort=-date&_count=20"
            for n in numbers
        ],
    }


def _order(port: int, paths: list[str], token: str) -> Order:
    headers = {"Authorization": f"Bearer {token}"}
    return Order(port=port, seconds=CELL_SECONDS, requests=[request("GET", path, headers) for path in paths])


def _beside(name: str, member: Order, platform: Order) -> Figure:
    for order in (member, platform):
        load(msgspec.structs.replace(order, seconds=WARM_UP_SECONDS))
    rates, limits = in_turn(lambda: load(member).rate, lambda: load(platform).rate)
    return compared(f"{name} vs the platform", rates, limits, unit="/s", dataset=DATASET, expected=SHARE_MIN)


def _records(port: int, circles: int, session: str) -> Figure:
    """Return the time of the page « Mes dossiers », one request after the other."""
    times = [_timed(port, "GET", "/dossiers", {"Cookie": f"cordee_session={session}"}) for _ in range(TRIES)]
    return _within(f"« Mes dossiers », member of {circles:,}, ms", times, RECORDS_MAX_MS)


def _joining(port: int, referent: int, token: str, newcomer: int, key: str) -> Iterator[Figure]:
    """Yield the time of adding a member; whoever joined reads the record with their next request, or it fails."""
    times = []
    who = crowd.actor(newcomer).who
    already = set(crowd.people_of(newcomer))
    people = [number for number in crowd.people_of(referent) if number not in already]
    for number in itertools.islice(itertools.cycle(people), TRIES):
        team = crowd.circle(number, [crowd.actor(referent).who, who])
        path = f"/fhir/CareTeam/circle-{number}"
        headers = {"Authorization": f"Bearer {token}"} | _JSON
        team.name = f"{time.monotonic_ns()}"
        times.append(_timed(port, "PUT", path, headers, encode(team)))
        _timed(port, "GET", f"/fhir/Patient/{record.patient_id(number)}", {"Authorization": f"Bearer {key}"})
    yield _within("adding a member, seen by the next request, ms", times, JOIN_MAX_MS)
    yield plain("adding a member, the slowest", [max(times)], unit="ms", dataset=DATASET)


def _within(name: str, times: list[float], limit: float) -> Figure:
    third = len(times) // ROUNDS
    rounds = [sorted(times[place * third : (place + 1) * third])[third // 2] for place in range(ROUNDS)]
    figure = compared(name, rounds, [limit] * ROUNDS, unit="ms", dataset=DATASET, expected=1.0)
    return msgspec.structs.replace(figure, is_ceiling=True)


def _timed(port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> float:
    """Return the milliseconds of one request; RuntimeError when it is refused."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    started = time.perf_counter()
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    elapsed = (time.perf_counter() - started) * 1000
    connection.close()
    if answer.status not in {200, 201}:
        raise RuntimeError(f"{method} {path} answered {answer.status}")
    return elapsed
