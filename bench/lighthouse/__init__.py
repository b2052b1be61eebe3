"""Pages as a phone opens them, judged by Lighthouse: performance and accessibility, of a hundred.

Lighthouse slows the network and the processor down to those of a middling phone. The pages are those of a member of the
circle, her session in a cookie; the record is the story of the generator.
"""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path

from bench import record
from bench.grown import directory, grown, member_of, story
from bench.postgres import database
from bench.report import Figure, spread
from bench.serving import CORDEE, ROOT, served
from build_support import npm
from cordee.access import Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.web.session import COOKIE

HERE = Path(__file__).parent
PLACE = ROOT / ".cache" / "lighthouse"
CHROMIUM = "/usr/bin/chromium"
ROUNDS = 3
TIMEOUT_S = 600
SIZE = 300
FLOORS = {"performance": 95, "accessibility": 100}
PLACES = ("/", "/dossiers", "/demandes", "/taches")
PARTS = ("", "/plan", "/cahier", "/agenda")
DATASET = f"a record of {SIZE} resources, a member of its circle; Lighthouse's mobile preset, its throttling simulated"


def run() -> list[Figure]:
    """Return both scores of each page, the median of three rounds."""
    with database() as url:
        told = story()
        member = member_of(told)
        patient_id, resources = grown(told, SIZE)
        record.seed(url, iter([*directory(), *resources]), member)
        session = asyncio.run(_session(url, member.login))
        with served(CORDEE, url, 1) as port:
            paths = {name: name for name in PLACES}
            paths |= {f"/dossiers/…{part}": f"/dossiers/{patient_id}{part}" for part in PARTS}
            rounds = [_judged(port, session, list(paths.values())) for _ in range(ROUNDS)]
    return [
        _figure(name, category, [judged[path][category] for judged in rounds])
        for name, path in paths.items()
        for category in FLOORS
    ]


def _judged(port: int, session: str, paths: list[str]) -> dict[str, dict[str, int]]:
    """Return the scores of each path; RuntimeError with Lighthouse's words when it cannot judge."""
    npm.install(HERE, PLACE)
    shutil.copy(HERE / "measure.mjs", PLACE)
    origin = f"http://127.0.0.1:{port}"
    command = [
        npm.node(),
        PLACE / "measure.mjs",
        CHROMIUM,
        f"{COOKIE}={session}",
        *(origin + path for path in paths),
    ]
    done = subprocess.run(
        [str(part) for part in command], cwd=PLACE, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return {address.removeprefix(origin): scores for address, scores in json.loads(done.stdout).items()}


def _figure(name: str, category: str, scores: list[int]) -> Figure:
    middle = sorted(scores)[len(scores) // 2]
    floor = FLOORS[category]
    return Figure(
        name=f"{name}, {category}",
        value=middle,
        unit="of 100",
        limit=floor,
        ratio=round(middle / floor, 3),
        spread=spread([float(score) for score in scores]),
        dataset=DATASET,
        expected=1.0,
    )


async def _session(url: str, login: str) -> str:
    pool = Database(url)
    await pool.open()
    repository = Repository(pool)
    gate = Gate(repository, Settings.from_environment({"CORDEE_DATABASE_URL": url, "CORDEE_DEMO": "1"}))
    try:
        return (await gate.sign_in_demo(login, "bench")).token
    finally:
        await repository.close()
        await pool.close()
