"""A server on the village where people wrote to one another, were told of it, and something raised an alert."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cordee.access import Gate
from cordee.care.alerts.raising import evaluate
from cordee.care.alerts.rules import AlertRules
from cordee.care.measure_writing import Entry, add_measures
from cordee.care.messages import answer, begin
from cordee.jobs import Jobs
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.browser.shell.conftest import address, open_as
from tests.integration.care.village import COORDINATOR, GP, JEANNE, NURSE, door

__all__ = ["address", "open_as"]


@pytest.fixture
async def thread(address: str, database: Database, database_url: str, tmp_path: Path) -> str:
    """Two conversations, a mention, an alert; return the id of the one about Jeanne."""
    repository = Repository(database)
    gate = Gate(repository, Settings(data_dir=tmp_path, demo=True))
    about = await begin(
        door(repository, NURSE), JEANNE, topic="Pansement de la jambe droite", form_id=new_id(),
        text="La plaie s’élargit depuis mardi, 3 cm ce matin. @Girard, on change de pansement ?",
    )  # fmt: skip
    await answer(
        door(repository, GP), about, text="Oui : hydrocellulaire, et je passe vendredi.", form_id=new_id()
    )
    await begin(
        door(repository, COORDINATOR), "", topic="Réunion de jeudi", to=[GP, NURSE], form_id=new_id(),
        text="14 h au DAC, ou en visio si c’est plus simple pour vous ?",
    )  # fmt: skip
    entry = Entry(key="saturation", value=Decimal(86))
    await add_measures(
        door(repository, NURSE), JEANNE, [entry], at=now() - timedelta(hours=1), form_id=new_id()
    )
    await evaluate(gate.system_door("jobs"), JEANNE, AlertRules(), ZoneInfo("Europe/Paris"), now())
    await repository.close()
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    return about
