"""`cordee demo`: one command from nothing to a territory at work, and back to nothing running."""

import asyncio
import contextlib
import signal
import time
from typing import Annotated

import msgspec
from cyclopts import Parameter

from cordee.cli.children import Child, Restarts, stop_all
from cordee.cli.console import say
from cordee.cli.data_folder import held, record
from cordee.cli.listening import address, ensure_free, wait_until_answering
from cordee.cli.options import Data, Host, Port, Seed, Territory, settings
from cordee.kernel.settings import Settings

WATCH_EVERY_S = 0.25


def demo(
    *,
    port: Port = None,
    patients: Annotated[int, Parameter(help="Le nombre de dossiers fictifs.")] = 300,
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
        asyncio.run(_until_stopped(Demo(msgspec.structs.replace(chosen, demo=True), patients, seed)))


class Demo:
    """One run of the demo: a database, a server and a worker, on one data folder already held."""

    def __init__(self, chosen: Settings, patients: int, seed: int) -> None:
        from cordee.store.embedded import EmbeddedServer

        self.settings = chosen
        self.patients = patients
        self.seed = seed
        self.address = address(chosen.host, chosen.port)
        self.database = None if chosen.database_url else EmbeddedServer(chosen.data_dir)
        self.children: list[Child] = []

    async def run(self) -> None:
        """Open everything, then keep it alive; returns only by an error or a cancellation."""
        started = time.monotonic()
        await self._open_database()
        await self._prepare()
        self._start_children()
        server = self.children[0]
        await wait_until_answering(self.address, server.is_alive, server.log_file)
        await self._announce(time.monotonic() - started)
        await self._keep_alive()

    def close(self) -> None:
        """Stop the server and the worker, then the database."""
        stop_all(self.children)
        if self.database is not None:
            self.database.stop()

    async def _open_database(self) -> None:
        if self.database is not None:
            say("Ouverture de la base PostgreSQL embarquée…")
            self.database.start()
            self.settings = msgspec.structs.replace(self.settings, database_url=self.database.url())
            return
        from cordee.cli.connecting import ensure_reachable

        assert self.settings.database_url is not None
        ensure_reachable(self.settings.database_url)

    async def _prepare(self) -> None:
        from cordee.cli.connecting import gate
        from cordee.cli.population import inhabit

        async with gate(self.settings) as opened:
            await inhabit(opened, self.settings.territory, self.patients, self.seed)

    def _start_children(self) -> None:
        environment = {
            "CORDEE_DATABASE_URL": str(self.settings.database_url),
            "CORDEE_DATA": str(self.settings.data_dir),
            "CORDEE_HOST": self.settings.host,
            "CORDEE_PORT": str(self.settings.port),
            "CORDEE_TERRITORY": self.settings.territory,
            "CORDEE_DEMO": "1",
        }
        logs = self.settings.data_dir / "logs"
        for name, command in (("server", "serve"), ("worker", "worker")):
            child = Child(name, [command], environment, logs)
            self.children.append(child)
            child.start()
        self._record()

    async def _announce(self, seconds: float) -> None:
        from cordee.cli.connecting import gate
        from cordee.cli.demo_people import announce

        async with gate(self.settings) as opened:
            announce(self.address, await opened.demo_people())
        say(f"Prête en {seconds:.1f} s. Données : {self.settings.data_dir}. Ctrl-C arrête tout.")

    async def _keep_alive(self) -> None:
        database_restarts = Restarts("postgres", self.settings.data_dir / "logs" / "postgres.log")
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            if self.database is not None and not self.database.is_alive():
                say("La base s’est arrêtée : elle redémarre.")
                database_restarts.count()
                self.database.start()
            for child in self.children:
                if not child.is_alive():
                    say(f"Le processus « {child.name} » s’est arrêté : il redémarre.")
                    child.restart()
                    self._record()

    def _record(self) -> None:
        pids = [child.pid for child in self.children if child.pid is not None]
        record(self.settings.data_dir, self.address, pids)


async def _until_stopped(opened: Demo) -> None:
    """Run the demo until it fails or a signal asks to stop; whatever happens, leave nothing running."""
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(opened.run())
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if asked != signal.SIGHUP or signal.getsignal(asked) != signal.SIG_IGN:  # nohup means to stay
            loop.add_signal_handler(asked, task.cancel)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await task
    finally:
        if task.cancelled():
            say("Arrêt…")
        opened.close()
    if task.cancelled():
        say("Cordée est arrêtée. Les données sont gardées.")
