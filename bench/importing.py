"""`cordee import` of a whole set of files, as an operator runs it: the real command, timed, on an empty database.

The limit is pgbench storing the rows of 200 of the Observations just imported in each transaction. Skipped, and said
so, where the reference data is absent.
"""

import os
import subprocess
import sys
import tempfile
import time

import psutil
import psycopg

from bench.pgbench import Limit
from bench.postgres import database
from bench.report import Figure, once
from bench.rounds import CELL_SECONDS
from bench.serving import ROOT

SET = ROOT.parent / "shared" / "data" / "synthea-r4-100-patients.tar.xz"
DATASET = "Synthea, 100 fictional patients, one transaction Bundle each, 93 MB of JSON in a .tar.xz"
RATE_MIN = 1_500.0  # resources a second
MEMORY_MAX_MB = 400.0
MODELS = 200  # rows of that many Observations make one pgbench transaction
CONNECTIONS = 2
TIMEOUT_S = 300.0
POLL_S = 0.2


def run() -> list[Figure]:
    """Return the rate and the memory of one import of the whole set; nothing where the set is not."""
    if not SET.is_file():
        print(f"import: skipped, {SET.name} is not beside the checkout", file=sys.stderr)
        return []
    with database() as url:
        seconds, memory_mb = _import(url)
        stored = _stored(url)
        limit = Limit(url, _models(url), patients=100).rate(CELL_SECONDS, CONNECTIONS)
    rate = stored / seconds
    asked = once(
        "import of files vs the rate asked", rate, RATE_MIN, unit="resources/s", dataset=DATASET, expected=1.0
    )
    memory = once(
        "memory of the import vs the most allowed",
        memory_mb,
        MEMORY_MAX_MB,
        unit="MB",
        dataset=DATASET,
        expected=1.0,
        is_ceiling=True,
    )
    return [
        asked,
        once("import of files vs pgbench", rate, limit, unit="resources/s", dataset=DATASET),
        memory,
    ]


def _import(url: str) -> tuple[float, float]:
    """Return the seconds the command took and the most memory it held."""
    command = [sys.executable, "-m", "cordee.cli", "import", str(SET)]
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"CORDEE_DATABASE_URL": url, "CORDEE_DATA": data}
        return _watched(command, environment)


def _watched(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    started, highest = time.perf_counter(), 0
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                highest = max(highest, watched.memory_info().rss)
            except psutil.Error:
                break
            if time.perf_counter() - started > TIMEOUT_S:
                process.kill()
                raise RuntimeError("the import did not end in time")
            time.sleep(POLL_S)
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}")
    return time.perf_counter() - started, highest / 2**20


def _stored(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM resource").fetchone()
    assert row is not None
    return int(row[0])


def _models(url: str) -> list[int]:
    query = "SELECT key FROM resource WHERE type = 'Observation' ORDER BY key LIMIT %s"
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(query, (MODELS,)).fetchall()]
