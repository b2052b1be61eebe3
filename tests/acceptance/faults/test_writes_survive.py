"""Faults under load: no acknowledged write is lost, none is half done, no success without a commit."""

import os
import signal
import time
from collections.abc import Callable

import psutil
import pytest

from bench.serving import CORDEE, served
from tests.acceptance.faults.conftest import Ground
from tests.acceptance.faults.writing_clients import WritingClients
from tests.acceptance.running import wait_until

pytestmark = pytest.mark.slow

ENOUGH = 60
"""Writes acknowledged before and after each fault."""
REST_S = 0.3


def _kill_postgresql(ground: Ground) -> None:
    """Kill the whole server of the database as a crash would, and start it again."""
    assert ground.postgresql.pid is not None
    family = psutil.Process(ground.postgresql.pid).children(recursive=True)
    os.kill(ground.postgresql.pid, signal.SIGKILL)
    for process in family:
        process.kill()
    psutil.wait_procs(family)
    ground.postgresql.stop()
    time.sleep(REST_S)
    ground.postgresql.start()


def _restart_postgresql(ground: Ground) -> None:
    """Restart the server of the database as an operator would."""
    ground.postgresql.stop()
    time.sleep(REST_S)
    ground.postgresql.start()


@pytest.mark.parametrize("fault", [_restart_postgresql, _kill_postgresql])
def test_database_lost_under_load_loses_nothing_acknowledged(
    ground: Ground, fault: Callable[[Ground], None]
) -> None:
    with served(CORDEE, ground.url, 1) as port:
        clients = WritingClients(port, ground.token)
        with clients.writing():
            wait_until(lambda: len(clients.acknowledged) >= ENOUGH, "enough writes before the fault")
            fault(ground)
            before = len(clients.acknowledged)
            wait_until(lambda: len(clients.acknowledged) >= before + ENOUGH, "enough writes after it")
    _check(ground, clients)
    assert set(clients.refused.values()) <= {503}


def test_server_process_killed_under_load_loses_nothing_acknowledged(ground: Ground) -> None:
    with served(CORDEE, ground.url, 1) as port:
        clients = WritingClients(port, ground.token)
        with clients.writing():
            wait_until(lambda: len(clients.acknowledged) >= ENOUGH, "enough writes before the kill")
            for process in psutil.Process().children(recursive=True):
                if _serves(process, port):
                    process.kill()
            wait_until(lambda: bool(clients.uncertain), "a write without answer")
    _check(ground, clients)
    assert clients.refused == {}


def _serves(process: psutil.Process, port: int) -> bool:
    try:
        return any(
            found.laddr and found.laddr.port == port and found.status == psutil.CONN_LISTEN
            for found in process.net_connections()
        )
    except psutil.Error:
        return False


def _check(ground: Ground, clients: WritingClients) -> None:
    """Compare what clients were told with what is stored."""
    stored = ground.goals()
    assert clients.acknowledged - stored.keys() == set()
    assert set(stored.values()) == {1}
    assert stored.keys() <= clients.acknowledged | clients.uncertain | clients.refused.keys()
    for bundle in clients.bundles:
        assert len(stored.keys() & set(bundle)) in (0, len(bundle))
    refused_with_certainty = {id_ for id_, status in clients.refused.items() if status < 500}
    assert refused_with_certainty & stored.keys() == set()
