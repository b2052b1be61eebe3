"""What the trace says somebody did or tried, read where it is kept."""

import psycopg

from cordee.store.embedded import EmbeddedServer
from tests.acceptance.running import RunningDemo


async def attempts_of(running: RunningDemo, name: str) -> set[tuple[str, str, str]]:
    """Return the action, outcome and record of each line of the trace of a person found by name."""
    url = EmbeddedServer(running.folder).url()
    async with await psycopg.AsyncConnection.connect(url) as connection:
        rows = await connection.execute(
            "SELECT t.action, t.outcome, t.patient_id FROM trace t JOIN account a ON a.who = t.who WHERE a.name = %s",
            (name,),
        )
        return set(await rows.fetchall())
