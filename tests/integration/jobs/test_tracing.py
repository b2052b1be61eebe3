"""The part of the worker that keeps the trace: lines are linked while it runs, and sealed when it starts and stops."""

import asyncio
from pathlib import Path

from cordee.access.reviews import Reviews
from cordee.access.trace import TraceKeeper
from cordee.jobs.tracing import Tracing
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.integration.store.people import GP, actor, asker

PATIENCE_SECONDS = 10.0


async def test_lines_are_linked_sealed_and_looked_at(database: Database, tmp_path: Path) -> None:
    repository = Repository(database)
    settings = Settings(data_dir=tmp_path, review_refused_records=1)
    keeper = TraceKeeper(repository, settings)
    for number in range(2):
        await repository.note(asker(GP), "read", "refused", patient_id=f"p{number}")
    working = asyncio.create_task(Tracing(repository, settings).run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await keeper.state()).seal is None:
            await asyncio.sleep(0.02)
    await repository.note(asker(GP), "sign-out")
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)

    state = await keeper.state()
    assert state.seal is not None
    assert (state.seal.sequence, state.seal.rows, state.standing.unlinked) == (2, 3, 0)
    assert (await keeper.verify()).findings == []
    assert [one.kind for one in await Reviews(repository).page(actor("o", "officer", "", "o"))] == [
        "refusals"
    ]
    await repository.close()
