"""`cordee serve`: the pages and the API."""

import os
from typing import Annotated

from cyclopts import Parameter

from cordee.cli.options import Data, Host, Port, settings
from cordee.kernel.settings import Settings

KILL_AFTER_S = 5  # open event streams never end by themselves
BACKLOG = 1024


def serve(
    *,
    host: Host = None,
    port: Port = None,
    data: Data = None,
    workers: Annotated[int, Parameter(help="Le nombre de processus serveurs.")] = 1,
) -> None:
    """Serve the pages and the FHIR API until TERM or Ctrl-C, on the database of CORDEE_DATABASE_URL."""
    from cordee.cli.connecting import connected, ensure_role

    chosen = settings(data=data, host=host, port=port)
    if chosen.database_url:
        ensure_role(chosen.database_url)
        _serve(chosen, workers)
        return
    with connected(chosen) as found:
        _serve(found, workers)


def _serve(chosen: Settings, workers: int) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, Loops

    os.environ |= {
        "CORDEE_DATABASE_URL": str(chosen.database_url),
        "CORDEE_DATA": str(chosen.data_dir),
        "CORDEE_HOST": chosen.host,
        "CORDEE_PORT": str(chosen.port),
    }
    Granian(
        "cordee.cli.serving:application",
        factory=True,
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.auto,
        loop=Loops.uvloop,
        workers=workers,
        workers_kill_timeout=KILL_AFTER_S,
        respawn_failed_workers=True,
        backlog=BACKLOG,
    ).serve()
