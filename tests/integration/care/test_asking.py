"""Asking to join: one answer for all, one way in, and nothing learned before."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.circle import circle_of
from cordee.care.circle_agreement import Agreement
from cordee.care.circle_answering import AskAnsweredError, answer_ask, ask_of
from cordee.care.circle_asking import Asking, ask_to_join, waiting
from cordee.care.circle_joining import Joining, add_professional
from cordee.care.errors import UnknownChoiceError
from cordee.care.strict_traits import StrictTraits
from cordee.fhir.r4 import Communication, Patient
from cordee.fhir.search import parse_query
from cordee.jobs import Jobs
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Repository, system_asker
from cordee.store.errors import TooManyAsksError
from cordee.store.join_asks import ASKS_MAX
from tests.integration.care.village import (
    COORDINATOR,
    DAUGHTER,
    GP,
    JEANNE,
    NURSE,
    OTHER_NURSE,
    SOCIAL,
    actor,
    door,
)

PERSON = f"Patient/{JEANNE}"
TRAITS = StrictTraits(family="Lambert", given="Jeanne", born_on=date(1942, 3, 12), gender="female")
SAID = Agreement(how="present")


def asking(**more: object) -> Asking:
    return Asking(traits=msgspec.structs.replace(TRAITS, **more), reason="home", words="Pansements")  # type: ignore[arg-type]


class Drain:
    """Runs the jobs that are ready, and those they cause."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def drain(self, rounds: int = 1) -> None:
        for _ in range(rounds):
            await Jobs(self._settings).drain()


@pytest.fixture
def jobs(database_url: str, tmp_path: Path) -> Drain:
    """The worker over the test's database."""
    return Drain(Settings(data_dir=tmp_path, database_url=database_url))


async def ask(store: Repository, who: str = OTHER_NURSE, **more: object) -> None:
    await ask_to_join(door(store, who), asking(**more), form_id=new_id())


async def asks(store: Repository, who: str = COORDINATOR) -> list[str]:
    return [ask_of(task).id for task in waiting(await open_chart(door(store, who), JEANNE))]


async def sees(found: Door) -> bool:
    try:
        await open_chart(found, JEANNE)
    except NotFoundError:
        return False
    return True


async def test_ask_reaches_the_circle_and_teaches_the_asker_nothing(store: Repository, jobs: Drain) -> None:
    await ask(store)
    await ask(store, family="Personne")
    await jobs.drain()

    (task,) = waiting(await open_chart(door(store, COORDINATOR), JEANNE))
    said = ask_of(task)
    assert (said.who, said.name, said.reason, said.words) == (
        OTHER_NURSE, "Zoé Ailleurs", "J’interviens à son domicile", "Pansements",
    )  # fmt: skip
    asker = door(store, OTHER_NURSE)
    assert not await sees(asker)
    assert (await asker.search(parse_query("Task", []))).rows == []
    async with store.database.connection() as connection:
        rows = await (await connection.execute("SELECT content FROM join_ask")).fetchall()
    assert [row[0] for row in rows] == [None, None]
    told = (await door(store, GP).shelves(JEANNE, {"Communication": 50}))["Communication"]
    notices: list[Communication] = [row.resource for row in told]
    assert {one.recipient[0].reference for one in notices if one.recipient} >= {GP, COORDINATOR}
    assert OTHER_NURSE not in {one.recipient[0].reference for one in notices if one.recipient}


@pytest.mark.parametrize(
    "change",
    [
        {"family": "Lambers"}, {"family": "Moreau"}, {"given": "Marie"}, {"born_on": date(1942, 3, 13)},
        {"gender": "male"},
    ],
)  # fmt: skip
async def test_ask_by_other_traits_reaches_nobody(
    store: Repository, jobs: Drain, change: dict[str, object]
) -> None:
    await ask(store, **change)
    await jobs.drain()
    assert await asks(store) == []


async def test_accents_and_case_do_not_count_and_a_second_ask_adds_nothing(
    store: Repository, jobs: Drain
) -> None:
    for family in ("LAMBERT", "lambért", "Lambert"):
        await ask(store, family=family)
        await jobs.drain()
    assert len(await asks(store)) == 1


async def test_ask_for_two_people_alike_or_by_a_member_reaches_nobody(store: Repository, jobs: Drain) -> None:
    await ask(store, NURSE)
    await jobs.drain()
    assert await asks(store) == []
    twin: Patient = (await store.read(system_asker("test"), "Patient", JEANNE)).resource
    twin.id = new_id()
    async with store.writing(system_asker("test")) as unit:
        unit.create(twin)
    await ask(store)
    await jobs.drain()
    assert await asks(store) == []


@pytest.mark.parametrize("who", [DAUGHTER, PERSON])
async def test_only_professionals_ask(store: Repository, who: str) -> None:
    with pytest.raises(ForbiddenError):
        await ask(store, who)


async def test_asks_of_a_day_are_bounded_for_those_who_exist_and_those_who_do_not(store: Repository) -> None:
    for number in range(ASKS_MAX):
        await ask(store, given="Jeanne" if number % 2 else "Personne")
    for given in ("Jeanne", "Personne"):
        with pytest.raises(TooManyAsksError):
            await ask(store, given=given)
    await ask(store, GP)


async def test_coordination_lets_the_asker_in_and_a_second_answer_is_refused(
    store: Repository, jobs: Drain
) -> None:
    await ask(store)
    await jobs.drain()
    (id_,) = await asks(store)

    await answer_ask(door(store, COORDINATOR), JEANNE, id_, agreement=SAID)

    assert await sees(door(store, OTHER_NURSE))
    circle = circle_of(await open_chart(door(store, GP), JEANNE), now())
    entered = next(one for one in circle.present if one.reference == OTHER_NURSE)
    assert (entered.story.proposed_by, entered.story.agreement) == ("Claire Bonnot", "Dit de vive voix")
    with pytest.raises(AskAnsweredError):
        await answer_ask(door(store, COORDINATOR), JEANNE, id_, agreement=None, reason="unknown")


@pytest.mark.parametrize("who", [GP, NURSE, SOCIAL, DAUGHTER])
async def test_who_neither_coordinates_nor_decides_does_not_answer(
    store: Repository, jobs: Drain, who: str
) -> None:
    await ask(store)
    await jobs.drain()
    (id_,) = await asks(store)
    with pytest.raises(ForbiddenError):
        await answer_ask(door(store, who), JEANNE, id_, agreement=SAID)
    with pytest.raises(NotFoundError):
        await answer_ask(door(store, OTHER_NURSE), JEANNE, id_, agreement=SAID)


async def test_refusal_keeps_the_asker_out_with_its_reason(store: Repository, jobs: Drain) -> None:
    await ask(store)
    await jobs.drain()
    (id_,) = await asks(store)
    with pytest.raises(UnknownChoiceError):
        await answer_ask(door(store, COORDINATOR), JEANNE, id_, agreement=None, reason="whatever")
    await answer_ask(door(store, COORDINATOR), JEANNE, id_, agreement=None, reason="unknown")
    task = (await door(store, COORDINATOR).read("Task", id_)).resource
    assert (task.status, task.statusReason.text) == (
        "rejected",
        "La personne ne connaît pas ce professionnel",
    )
    assert not await sees(door(store, OTHER_NURSE))
    history = (await door(store, COORDINATOR).history("Task", id_)).rows
    assert [row.resource.status for row in history] == ["rejected", "requested"]


async def test_person_answers_through_the_platform(store: Repository, jobs: Drain) -> None:
    await ask(store)
    await jobs.drain()
    (id_,) = await asks(store, PERSON)

    await answer_ask(door(store, PERSON), JEANNE, id_, agreement=Agreement(how="electronic"))
    assert not await sees(door(store, OTHER_NURSE))
    await jobs.drain()

    assert await sees(door(store, OTHER_NURSE))
    circle = circle_of(await open_chart(door(store, GP), JEANNE), now())
    entered = next(one for one in circle.present if one.reference == OTHER_NURSE)
    assert (entered.story.proposed_by, entered.story.agreement) == ("Jeanne MOREAU", "Donné en ligne")


async def test_asker_let_in_meanwhile_is_not_there_twice(store: Repository, jobs: Drain) -> None:
    await ask(store)
    await jobs.drain()
    (id_,) = await asks(store)
    joining = Joining(since=now().date(), agreement=SAID, form_id=new_id())
    await add_professional(door(store, GP), JEANNE, OTHER_NURSE, joining)
    await answer_ask(door(store, COORDINATOR), JEANNE, id_, agreement=SAID)
    circle = circle_of(await open_chart(door(store, GP), JEANNE), now())
    assert [one.reference for one in circle.present].count(actor(OTHER_NURSE).who) == 1
