"""One run of the demo, from the database to the last process stopped."""

import asyncio
import contextlib
import signal
import time

import msgspec

from cordee.access import Actor
from cordee.cli.children import Child, Restarts, stop_all
from cordee.cli.connecting import ensure_reachable, gate
from cordee.cli.console import say
from cordee.cli.data_folder import record
from cordee.cli.demo_people import announce
from cordee.cli.listening import address, wait_until_answering
from cordee.cli.population import inhabit
from cordee.kernel.settings import Settings
from cordee.store.embedded import EmbeddedServer

WATCH_EVERY_S = 0.25


class DemoRun:
    """One run of the demo: a database, a server and a worker, on one data folder already held."""

    def __init__(self, chosen: Settings, patients: int, seed: int) -> None:
        self.settings = chosen
        self.patients = patients
        self.seed = seed
        self.address = address(chosen.host, chosen.port)
        self.database = None if chosen.database_url else EmbeddedServer(chosen.data_dir)
        self.children: list[Child] = []
        self.people: list[Actor] = []

    async def run(self) -> None:
        """Open everything, then keep it alive; returns only by an error or a cancellation."""
        started = time.monotonic()
        await self._open_database()
        await self._prepare()
        server = self._start("server", "serve")
        await wait_until_answering(self.address, server.is_alive, server.log_file)
        self._start("worker", "worker")
        self._announce(time.monotonic() - started)
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
        assert self.settings.database_url is not None
        ensure_reachable(self.settings.database_url)

    async def _prepare(self) -> None:
        async with gate(self.settings) as opened:
            await inhabit(opened, self.settings.territory, self.patients, self.seed)
            self.people = await opened.demo_people()

    def _start(self, name: str, command: str) -> Child:
        environment = {
            "CORDEE_DATABASE_URL": str(self.settings.database_url),
            "CORDEE_DATA": str(self.settings.data_dir),
            "CORDEE_HOST": self.settings.host,
            "CORDEE_PORT": str(self.settings.port),
            "CORDEE_TERRITORY": self.settings.territory,
            "CORDEE_DEMO": "1",
        }
        child = Child(name, [command], environment, self.settings.data_dir / "logs")
        self.children.append(child)
        child.start()
        self._record()
        return child

    def _announce(self, seconds: float) -> None:
        announce(self.address, self.people)
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


async def until_stopped(opened: DemoRun) -> None:
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
