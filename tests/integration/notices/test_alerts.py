"""Alerts: raised once an episode, for those who may read the cause; acknowledged, closed, or climbing to the next."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector

from cordee import territories
from cordee.access import Door, Gate
from cordee.care.alerts import Alert, alerts_of
from cordee.care.alerts.acting import acknowledge, close
from cordee.care.alerts.climbing import climb
from cordee.care.alerts.raising import evaluate
from cordee.care.alerts.rules import AlertRules
from cordee.care.assessments.response import typed
from cordee.care.assessments.results import Result, as_extensions
from cordee.care.assessments.standing import CARER_BURDEN
from cordee.care.chart import open_chart
from cordee.care.elements import fhir_instant
from cordee.care.measure_writing import Entry, add_measures
from cordee.care.note_writing import add_note
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Coding, Encounter, Period
from cordee.jobs import Jobs
from cordee.jobs.alerts import add_alert_tasks
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from cordee.store.rounds import LATE
from tests.integration.care.village import (
    COORDINATOR,
    DAUGHTER,
    GP,
    JEANNE,
    NURSE,
    SOCIAL,
    actor,
    build,
    door,
)

PARIS = ZoneInfo("Europe/Paris")
RULES = AlertRules()


@pytest.fixture
async def gate(database: Database, tmp_path: Path) -> AsyncIterator[Gate]:
    """A gate on the village."""
    repository = Repository(database)
    await build(repository)
    opened = Gate(repository, Settings(data_dir=tmp_path))
    for who in (GP, NURSE, SOCIAL, COORDINATOR):
        await opened.save_account(actor(who))
    yield opened
    await repository.close()


def as_(gate: Gate, who: str = f"Patient/{JEANNE}") -> Door:
    """Return somebody's door."""
    return door(gate._repository, who)


async def measure(gate: Gate, key: str, value: str, at: datetime | None = None) -> None:
    """Measure as the nurse."""
    entry = Entry(key=key, value=Decimal(value), second=None)
    await add_measures(as_(gate, NURSE), JEANNE, [entry], at=at or now(), form_id=new_id())


async def look(gate: Gate, at: datetime | None = None, rules: AlertRules = RULES) -> int:
    """Do what the rounds do."""
    return await evaluate(gate.system_door("jobs"), JEANNE, rules, PARIS, at or now())


async def seen(gate: Gate, who: str, *, closed_too: bool = False) -> list[Alert]:
    """Return the alerts somebody sees."""
    return alerts_of(await open_chart(as_(gate, who), JEANNE), closed_too=closed_too)


async def test_measure_past_a_limit_raises_one_alert_an_episode(gate: Gate) -> None:
    await measure(gate, "saturation", "86", now() - timedelta(hours=3))
    assert await look(gate) == 1
    await measure(gate, "saturation", "85", now() - timedelta(hours=2))
    assert await look(gate) == 0
    await measure(gate, "saturation", "96", now() - timedelta(hours=1))
    assert await look(gate) == 0
    await measure(gate, "saturation", "84")
    assert await look(gate) == 1

    found = await seen(gate, GP)
    assert [(one.words, one.level) for one in found] == [("Saturation au-dessous du seuil", "serious")] * 2
    assert found[0].owner is not None
    assert found[0].owner.reference == COORDINATOR
    assert found[0].owner.name == "Claire Bonnot"
    for hidden in (SOCIAL, DAUGHTER, f"Patient/{JEANNE}"):
        assert await seen(gate, hidden) == []


async def test_alert_tells_once_those_who_may_read_it(gate: Gate, database_url: str, tmp_path: Path) -> None:
    await measure(gate, "saturation", "86")
    await look(gate)
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    await Jobs(settings).drain()
    await look(gate)
    await Jobs(settings).drain()

    told = {who: (await as_(gate, who).letters.waiting())[0] for who in (GP, NURSE, SOCIAL, COORDINATOR)}
    assert told == {GP: 1, NURSE: 1, SOCIAL: 0, COORDINATOR: 1}


async def test_alert_climbs_until_somebody_deals_with_it(gate: Gate) -> None:
    await measure(gate, "saturation", "86")
    await look(gate)
    platform, late = gate.system_door("jobs"), now() + timedelta(hours=25)
    assert await climb(platform, RULES, now()) == 0
    assert await climb(platform, RULES, late) == 1
    (alert,) = await seen(gate, NURSE)
    assert alert.owner is not None
    assert alert.owner.reference == GP
    assert await climb(platform, RULES, late) == 0

    await acknowledge(as_(gate, NURSE), JEANNE, alert.id, "J’y passe ce soir.")
    assert await climb(platform, RULES, late + timedelta(hours=30)) == 0
    (alert,) = await seen(gate, GP)
    assert alert.is_acknowledged
    assert alert.said == (("Nadia Idrissi", "J’y passe ce soir."),)

    await close(as_(gate, NURSE), JEANNE, alert.id, "Oxygène réglé.")
    assert await seen(gate, GP) == []
    (closed,) = await seen(gate, GP, closed_too=True)
    assert closed.said[-1] == ("Nadia Idrissi", "Oxygène réglé.")
    assert await look(gate) == 0


async def test_stay_admits_and_discharges(gate: Gate) -> None:
    start = now() - timedelta(hours=5)
    stay = Encounter(
        id="stay", status="in-progress", class_=Coding(system=systems.ACT_CODE, code="IMP"), subject=about(JEANNE),
        period=Period(start=fhir_instant(start)),
    )  # fmt: skip
    async with gate._repository.writing(system_asker("test")) as unit:
        unit.create(stay)
    assert await look(gate) == 1
    stay.status, stay.period = "finished", Period(start=fhir_instant(start), end=fhir_instant(now()))
    async with gate._repository.writing(system_asker("test")) as unit:
        unit.update(stay)
    assert await look(gate, now() + timedelta(minutes=1)) == 1
    assert await look(gate, now() + timedelta(minutes=2)) == 0
    assert [one.rule for one in await seen(gate, GP)] == ["discharge"]
    assert {one.rule for one in await seen(gate, GP, closed_too=True)} == {"admission", "discharge"}


async def test_silence_and_unread_notes_end_by_themselves(gate: Gate) -> None:
    await add_note(
        as_(gate, NURSE), JEANNE, type_code="OBS", text="À voir vite.", is_urgent=True, audience_code="circle",
        form_id=new_id(),
    )  # fmt: skip
    assert await look(gate) == 0
    assert await look(gate, now() + timedelta(hours=25)) == 1
    assert [one.rule for one in await seen(gate, SOCIAL)] == ["unread-note"]
    await as_(gate, GP).mark_visited(JEANNE)
    assert await look(gate, now() + timedelta(hours=26)) == 0
    assert await seen(gate, GP) == []
    assert await look(gate, now() + timedelta(days=60)) == 1
    assert [one.rule for one in await seen(gate, GP)] == ["no-entry"]


async def test_round_looks_at_what_was_written_since(gate: Gate) -> None:
    reached = await gate.rounds.newest_key()
    await measure(gate, "saturation", "86")
    patients, further = await gate.rounds.written(["Observation"], reached, 100)
    assert patients == [JEANNE]
    assert further > reached
    await gate.rounds.keep("test", str(further))
    assert await gate.rounds.position("test") == str(further)


async def test_round_raises_at_a_discharge_and_a_signature_once(gate: Gate) -> None:
    start = fhir_instant(now() - timedelta(hours=5))
    stay = Encounter(
        id="stay", status="in-progress", class_=Coding(system=systems.ACT_CODE, code="IMP"), subject=about(JEANNE),
        period=Period(start=start),
    )  # fmt: skip
    heavy = as_extensions([Result(link_id="score", label="Zarit", value=Decimal(70), tone="alert")])
    draft = {
        "resourceType": "QuestionnaireResponse", "id": "zarit", "status": "in-progress", "extension": heavy,
        "questionnaire": CARER_BURDEN, "subject": {"reference": f"Patient/{JEANNE}"}, "authored": fhir_instant(now()),
    }  # fmt: skip
    platform = system_asker("test")
    async with gate._repository.writing(platform) as unit:
        unit.create(stay)
        unit.create(typed(draft))
    assert await _round(gate) == {}

    stay.status, stay.period = "finished", Period(start=start, end=fhir_instant(now()))
    async with gate._repository.writing(platform) as unit:
        unit.update(stay)
        unit.update(typed(draft | {"status": "completed"}))
    assert await _round(gate) == {"discharge": 1, "carer-burden": 1}
    assert await _round(gate) == {"discharge": 1, "carer-burden": 1}


async def test_round_over_changes_reads_on_from_a_full_page(gate: Gate) -> None:
    at, types = now(), ["Patient", "CareTeam", "EpisodeOfCare"]
    for _ in range(3):
        episode = (await as_(gate, GP).read("EpisodeOfCare", "episode")).resource
        async with gate._repository.writing(system_asker("test")) as unit:
            unit.update(episode)
    patient = (await as_(gate, GP).read("Patient", JEANNE)).resource
    async with gate._repository.writing(system_asker("test")) as unit:
        unit.update(patient)
    later = at + timedelta(minutes=5)
    found, first = await gate.rounds.changed(types, f"{at.isoformat()} 0", 1, later)
    assert found == [JEANNE]
    found, second = await gate.rounds.changed(types, first, 1, later)
    assert (found, second > first) == ([JEANNE], True)
    found, third = await gate.rounds.changed(types, second, 1, later)
    assert (found, third) == ([], f"{(later - LATE).isoformat()} 0")


async def _round(gate: Gate) -> dict[str, int]:
    """Do the worker's round over what changed, and return the alerts there are, by rule."""
    app = App(connector=InMemoryConnector())
    add_alert_tasks(app, gate, territories.load("nord-saone-et-loire"))
    await app.tasks["alerts.changed"].func(timestamp=0)
    return Counter(one.rule for one in await seen(gate, GP, closed_too=True))
