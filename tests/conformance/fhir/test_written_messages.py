"""What messages, notices and alerts write is valid in R4 and fr-core, with no error."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cordee.access import Gate
from cordee.care.alerts import alerts_of
from cordee.care.alerts.acting import acknowledge, close
from cordee.care.alerts.raising import evaluate
from cordee.care.alerts.rules import AlertRules
from cordee.care.chart import open_chart
from cordee.care.measure_writing import Entry, add_measures
from cordee.care.messages import answer, begin
from cordee.care.messages.changing_members import add, leave, remove
from cordee.care.messages.files import File
from cordee.care.messages.turning import into_note, into_task
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.json_value import read_json
from cordee.fhir.search import parse_query
from cordee.fhir.validation import validate
from cordee.jobs import Jobs
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.conformance.fhir.published import SHARED, needs_shared
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, SOCIAL, build, door

pytestmark = [needs_shared, pytest.mark.shared]

GUIDES = ("ans.fhir.fr.cdl-*", "ans.fhir.fr.annuaire-*", "hl7.fhir.fr.core-*")
SECONDS = 60.0
WRITTEN = ("Communication", "Flag", "Task")


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Base R4 and the guides."""
    files = [file for guide in GUIDES for file in sorted((SHARED / "ig").glob(f"{guide}.tgz"))]
    return Registry(base_artefact(), tuple(compile_package(file.read_bytes()).artefact for file in files))


async def test_everything_written_is_valid(
    database: Database, database_url: str, tmp_path: Path, registry: Registry
) -> None:
    store = Repository(database)
    await build(store)
    gate = Gate(store, Settings(data_dir=tmp_path))
    file = File(title="Photo", content_type="image/jpeg", content=b"\xff\xd8\xff")
    thread = await begin(
        door(store, NURSE), JEANNE, topic="Pansement", text="@Girard, votre avis ?", audience_code="professionals",
        files=[file], form_id=new_id(),
    )  # fmt: skip
    await answer(door(store, GP), thread, text="Oui.", form_id=new_id())
    among = await begin(
        door(store, NURSE), "", topic="Garde", text="Qui prend jeudi ?", to=[GP], form_id=new_id()
    )
    await add(door(store, GP), among, [SOCIAL], form_id=new_id())
    await remove(door(store, NURSE), among, SOCIAL, form_id=new_id())
    await leave(door(store, NURSE), among, form_id=new_id())
    await into_note(door(store, GP), thread, "hier")
    await into_task(door(store, GP), thread)
    for who in (DAUGHTER, f"Patient/{JEANNE}"):
        said = await begin(
            door(store, who), JEANNE, topic="", text="Merci", audience_code="circle", form_id=new_id()
        )
        await answer(door(store, GP), said, text="De rien.", form_id=new_id())
    await begin(door(store, GP), "", topic="", text="Jeudi ?", to=[NURSE], form_id=new_id())
    entry = Entry(key="saturation", value=Decimal(86))
    await add_measures(door(store, NURSE), JEANNE, [entry], at=now() - timedelta(hours=1), form_id=new_id())
    await evaluate(gate.system_door("jobs"), JEANNE, AlertRules(), ZoneInfo("Europe/Paris"), now())
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    (alert,) = alerts_of(await open_chart(door(store, GP), JEANNE))
    await acknowledge(door(store, NURSE), JEANNE, alert.id, "J’y passe.")
    await close(door(store, GP), JEANNE, alert.id, "Oxygène remis.")

    seen: set[str] = set()
    wrong: list[str] = []
    for type_ in WRITTEN:
        page = await gate.system_door("jobs").search(parse_query(type_, [("_count", "100")]))
        for row in page.rows:
            seen.add(type_)
            wrong += [
                f"{type_}: {issue.expression} {issue.message_en}"
                for issue in validate(read_json(row.content), (), registry, SECONDS)
                if issue.severity == "error"
            ]
    assert "\n".join(wrong) == ""
    assert seen == set(WRITTEN)
    await store.close()
