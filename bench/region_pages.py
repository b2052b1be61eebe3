"""Every page of a coordinator's day among 200,000 records: time at the 95th percentile, statements, live refresh.

The coordinator stands in 400 circles and reads the thousand records of her DAC; forty of her records hold years of
notes, measures, tasks and appointments. Times are those of a lone reader, from request sent to page complete.
"""

import asyncio
import http.client
import statistics
import time
from collections.abc import Iterator
from typing import Any

import msgspec

from bench import crowd, record, region
from bench.grown import directory, grown, member_of, story
from bench.live import refreshed
from bench.postgres import database
from bench.report import Figure, plain, spread
from bench.rounds import ROUNDS
from bench.serving import CORDEE, COUNTED, HEADER_STATEMENTS, served
from cordee.access import Actor, Gate
from cordee.care.tasks.building import new_task
from cordee.fhir import decode, encode
from cordee.fhir.r4 import EpisodeOfCare, Period, Reference
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.web.session import COOKIE

CIRCLES = 400
TEAMS = 200
TEAM = "Organization/dac-1"
RICH = 40
RICH_SIZE = 300
TRIES, WARM_UP = 30, 3
PAGE_MAX_MS = 120.0
LIST_MAX_MS = 60.0
KEYSTROKE_MAX_MS = 80.0
LIVE_MAX_MS = 500.0
WORK_LISTS = ("/taches", "/demandes", "/dossiers", "/agenda")
PLACES = (
    "/", *WORK_LISTS, "/demandes/nouvelle", "/messages", "/annuaire", "/avis", "/pilotage", "/concertations",
    "/orientations", "/compte", "/droits",
)  # fmt: skip
PARTS = (
    "", "/plan", "/cahier", "/mesures", "/evaluations", "/agenda", "/messages", "/documents", "/cercle",
    "/consentement", "/chronologie", "/acces", "/sante", "/social", "/dossier",
)  # fmt: skip
DATASET = (
    f"{crowd.PEOPLE:,} people of 7 resources, {crowd.PROFESSIONALS:,} professionals; a coordinator of {CIRCLES} "
    f"circles and of a team of {crowd.PEOPLE // TEAMS:,} records, {RICH} of them of {RICH_SIZE} resources; "
    "1 connection, 1 process"
)


def run() -> list[Figure]:
    """Return the time and the statements of each page, of a keystroke in the search box, and of a live refresh."""
    rank = crowd.professional_with(CIRCLES)
    with database() as url:
        patient_id, rich = _rich(crowd.actor(rank).who)
        record.seed(url, _resources(rich), _coordinator(rank))
        session, token = asyncio.run(_sign_in(url, _coordinator(rank)))
        paths = [*PLACES, *(f"/dossiers/{patient_id}{part}" for part in PARTS)]
        with served(COUNTED, url, 1) as port:
            statements = {path: _statements(port, path, session) for path in paths}
        with served(CORDEE, url, 1) as port:
            times = {path: _times(port, path, session) for path in paths}
            keystroke = _times(port, "/chercher", session, "words=lam")
            live = refreshed(port, session, token, patient_id, crowd.actor(rank).who, TRIES)
    figures = [_page(path, times[path], statements[path]) for path in paths]
    return [
        *(figure for pair in figures for figure in pair),
        _held("a keystroke in the search box", keystroke, KEYSTROKE_MAX_MS),
        _held("a change told to another page, after its commit was answered", live, LIVE_MAX_MS),
    ]


def _coordinator(rank: int) -> Actor:
    actor = crowd.actor(rank)
    return msgspec.structs.replace(
        actor,
        name="Coordinatrice d’essai",
        role="coordinator",
        role_label="Coordinatrice",
        keys=(*actor.keys, TEAM, f"coordination:{TEAM}"),
        organization=TEAM,
        organization_name="DAC d’essai",
    )


def _resources(rich: list[Any]) -> Iterator[Any]:
    yield from directory()
    members: list[list[str]] = [[] for _ in range(crowd.PEOPLE)]
    for rank in range(crowd.PROFESSIONALS):
        for number in crowd.people_of(rank):
            members[number].append(crowd.actor(rank).who)
    for number in range(crowd.PEOPLE):
        yield from _person(number, members[number])
    yield from rich


def _person(number: int, members: list[str]) -> Iterator[Any]:
    """Yield somebody of the region: identity, circle, record, a problem, two measures, a task of a member."""
    subject = Reference(reference=f"Patient/{record.patient_id(number)}")
    team = Reference(reference=f"Organization/dac-{number % TEAMS}")
    yield region.patient(number)
    circle = crowd.circle(number, members)
    circle.managingOrganization = [team]
    yield circle
    yield EpisodeOfCare(
        id=f"episode-{number}",
        status="active",
        patient=subject,
        managingOrganization=team,
        period=Period(start="2024-01-01"),
    )
    yield region.condition(number, 0)
    for place in range(2):
        measure = record.observation(number, place)
        measure.id = f"observation-{number}-{place}"
        yield measure
    owner = Reference(reference=members[0]) if members else None
    yield new_task(
        id=f"task-{number}", code="todo", text="Rappeler la pharmacie", patient_id=record.patient_id(number),
        requester=team, owner=owner,
    )  # fmt: skip


def _rich(who: str) -> tuple[str, list[Any]]:
    """Return records with years behind them, the member of the story being this one; and the id of the first person."""
    told = story()
    before = member_of(told).who.encode()
    mine = [decode(encode(resource).replace(before, who.encode())) for resource in told]
    records = [grown(mine, RICH_SIZE) for _ in range(RICH)]
    return records[0][0], [resource for _, resources in records for resource in resources]


def _times(port: int, path: str, session: str, body: str = "") -> list[float]:
    """Return the milliseconds of each request; RuntimeError when one is refused."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    for _ in range(WARM_UP + TRIES):
        started = time.perf_counter()
        _ask(connection, path, session, body)
        times.append((time.perf_counter() - started) * 1000)
    connection.close()
    return times[WARM_UP:]


def _statements(port: int, path: str, session: str) -> int:
    """Return how many statements a page costs once the session is known to the process."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    counts = [int(_ask(connection, path, session).headers[HEADER_STATEMENTS]) for _ in range(2)]
    connection.close()
    return counts[-1]


def _ask(
    connection: http.client.HTTPConnection, path: str, session: str, body: str = ""
) -> http.client.HTTPResponse:
    headers = {"Cookie": f"{COOKIE}={session}"}
    if body:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    connection.request("POST" if body else "GET", path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer


def _page(path: str, times: list[float], statements: int) -> tuple[Figure, Figure]:
    is_record = path.startswith("/dossiers/")
    name = "/".join(["/dossiers/…", *path.split("/")[3:]]) if is_record else path
    limit = LIST_MAX_MS if path in WORK_LISTS else PAGE_MAX_MS
    return _held(f"page {name}, p95", times, limit), plain(
        f"page {name}, statements", [statements], unit="statements", dataset=DATASET
    )


def _held(name: str, times: list[float], limit: float) -> Figure:
    """Return the 95th percentile of each third of the requests, held to a ceiling."""
    third = len(times) // ROUNDS
    rounds = [
        statistics.quantiles(times[place * third : (place + 1) * third], n=20)[-1] for place in range(ROUNDS)
    ]
    median = statistics.median(rounds)
    return Figure(
        name=name,
        value=round(median, 1),
        unit="ms",
        limit=limit,
        ratio=round(median / limit, 3),
        spread=spread(rounds),
        dataset=DATASET,
        expected=1.0,
        is_ceiling=True,
    )


async def _sign_in(url: str, actor: Actor) -> tuple[str, str]:
    """Return a session for the pages and a token for the API."""
    pool = Database(url)
    await pool.open()
    repository = Repository(pool)
    gate = Gate(repository, Settings.from_environment({"CORDEE_DATABASE_URL": url, "CORDEE_DEMO": "1"}))
    try:
        session = await gate.sign_in_demo(actor.login, "bench")
        return session.token, await gate.create_token(actor.login, "bench", 1)
    finally:
        await repository.close()
        await pool.close()
