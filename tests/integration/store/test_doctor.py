"""`cordee doctor` finds an account of the database that could get round the second wall."""

from pathlib import Path

from cordee.cli.health import UNSAFE, findings
from cordee.kernel.settings import Settings


async def test_an_account_that_could_get_round_the_wall_is_found(database_url: str) -> None:
    found = await findings(Settings(data_dir=Path("absent"), database_url=database_url))
    assert "CORDEE_DATABASE_URL" in [one.about for one in found if one.grade == UNSAFE]
