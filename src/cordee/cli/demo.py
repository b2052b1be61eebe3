"""`cordee demo`: one command from nothing to a territory at work, and back to nothing running."""

import asyncio

import msgspec

from cordee.cli.data_folder import held
from cordee.cli.listening import ensure_free
from cordee.cli.options import Data, Host, Patients, Port, Seed, Territory, settings


def demo(
    *,
    port: Port = None,
    patients: Patients = 300,
    territory: Territory = None,
    data: Data = None,
    host: Host = None,
    seed: Seed = 1,
) -> None:
    """Open the demo territory and keep it open until Ctrl-C or TERM.

    Prepares the database, applies the territory, creates its people when they are missing, serves, and prints the
    address and the people to sign in as. Asks nothing. Everything started is stopped before it returns.
    """
    chosen = settings(data=data, host=host, port=port, territory=territory)
    with held(chosen.data_dir):
        ensure_free(chosen.host, chosen.port)
        from cordee.cli.demo_run import DemoRun, until_stopped

        asyncio.run(until_stopped(DemoRun(msgspec.structs.replace(chosen, demo=True), patients, seed)))
