"""The tests of who sees what, with the Python predicate taken down: PostgreSQL alone gives the same answers."""

import psycopg
import pytest

from cordee.store import Repository
from tests.integration.store import test_consents_decide, test_who_sees
from tests.integration.store.everywhere import seen
from tests.integration.store.people import OUTSIDER, asker
from tests.integration.store.test_consents_decide import store

__all__ = ["store"]
pytestmark = pytest.mark.usefixtures("without_first_wall")

# What may be written, the second wall leaves to the first.
_OF_WRITING = {"test_member_outside_writes_what_is_permitted_and_nothing_that_decides"}
for _module in (test_consents_decide, test_who_sees):
    for _name, _test in vars(_module).items():
        if _name.startswith("test_") and _name not in _OF_WRITING:
            globals()[_name] = _test


async def test_with_both_walls_down_a_stranger_reads_everything(repository: Repository) -> None:
    """What holds in the other tests is the second wall, and nothing that was forgotten."""
    async with await psycopg.AsyncConnection.connect(repository.database.url, autocommit=True) as owner:
        await owner.execute("ALTER TABLE resource DISABLE ROW LEVEL SECURITY")
        await owner.execute("ALTER TABLE version DISABLE ROW LEVEL SECURITY")
    assert (await repository.read(asker(OUTSIDER), "Patient", "jeanne")).version == 1
    shown = await seen(repository, asker(OUTSIDER), "jeanne", ["Patient/jeanne"])
    assert {way for way, found in shown.items() if not found} <= {
        "export"
    }  # its candidates come of the circles
