"""A server on the village where things happened, and the privacy officer who may look at them."""

from pathlib import Path

import pytest

from cordee.access import Actor, Gate
from cordee.access.reviews import Subject
from cordee.care.chart import open_chart
from cordee.kernel.errors import NotFoundError
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.store.trace import LineFilter
from tests.browser.shell.conftest import address, open_as
from tests.integration.care import village

__all__ = ["address", "open_as"]
OFFICER = "referente-vie-privee"


@pytest.fixture
async def happened(address: str, database: Database, tmp_path: Path) -> str:
    """Reads, a refusal, an emergency access, a seal, a verification and a review; return the review's id."""
    repository = Repository(database)
    gate = Gate(repository, Settings(data_dir=tmp_path / "seals", demo=True))
    await gate.save_account(village.actor(f"Patient/{village.JEANNE}"), is_demo=True)
    await gate.save_account(
        Actor(
            id=OFFICER, login=OFFICER, name="Solène Arbelot", kind="officer", role="", role_label="Vie privée",
            who=f"Officer/{OFFICER}", keys=(), organization="", organization_name="Nord Saône-et-Loire",
        ),
        is_demo=True,
    )  # fmt: skip
    for who in (village.GP, village.NURSE, village.COORDINATOR):
        await open_chart(village.door(repository, who), village.JEANNE)
    stranger = village.door(repository, village.OTHER_NURSE)
    with pytest.raises(NotFoundError):
        await open_chart(stranger, village.JEANNE)
    await stranger.note(
        "break-glass",
        patient_id=village.JEANNE,
        type_="Patient",
        reason="vital",
        detail="Chute, seule à domicile",
    )
    lines = await village.door(repository).traces.page(LineFilter(patient_id=village.JEANNE), 50)
    refused = tuple(one.name for one in lines if one.outcome == "refused")
    id_ = await gate.reviews.raise_review(
        "refusals", Subject(who=village.OTHER_NURSE, role="nurse"), evidence=refused, count=12
    )
    await gate.trace.seal()
    assert (await gate.trace.verify()).findings == []
    await repository.close()
    assert id_ is not None
    return id_
