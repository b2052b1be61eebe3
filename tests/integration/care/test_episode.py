"""The life of a record: opened on criteria, suspended, handed on, closed with a summary, opened again."""

import pytest

from cordee.care.chart import Chart, open_chart
from cordee.care.circle_rights import is_referent
from cordee.care.elements import fhir_instant
from cordee.care.episode import acts
from cordee.care.episode.candidates import candidates
from cordee.care.episode.closing import ToClose, close, reopen
from cordee.care.episode.errors import EpisodeStateError
from cordee.care.episode.journal import journal_of
from cordee.care.episode.left_open import SHELVES, left_open
from cordee.care.episode.rights import may_govern
from cordee.care.episode.summary import summary_of, words_of_summary
from cordee.care.episode.view import Life, life_of
from cordee.care.episode_current import episode_of
from cordee.care.errors import UnknownChoiceError
from cordee.care.plan_writing import add_action
from cordee.care.taking_back import take_back
from cordee.fhir.r4 import Appointment, AppointmentParticipant, Composition, EpisodeOfCare, Reference, Task
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker
from tests.integration.care.village import (
    COORDINATOR,
    DAUGHTER,
    GP,
    JEANNE,
    NURSE,
    OTHER_NURSE,
    SOCIAL,
    door,
)

HOSPITAL = ("hospital", "Hospitalisation longue")
REACHED = ("goals-reached", "Objectifs atteints")
WORDS = "Retour à domicile <stable>.\nSuivi par le Dr Girard & l’infirmière."


async def chart_of(store: Repository, who: str = COORDINATOR) -> Chart:
    return await open_chart(door(store, who), JEANNE, {**SHELVES, "Composition": 5, "Condition": 5})


async def life(store: Repository, who: str = COORDINATOR) -> Life:
    return life_of(await chart_of(store, who))


async def closed(store: Repository, **more: object) -> None:
    to_close = ToClose(reason=REACHED, words=WORDS, **more)  # type: ignore[arg-type]
    await close(door(store, COORDINATOR), JEANNE, to_close, expected_version=None, form_id=new_id())


async def test_suspended_record_keeps_its_referent_and_goes_on(store: Repository) -> None:
    claire = door(store, COORDINATOR)
    await acts.suspend(claire, JEANNE, reason=HOSPITAL, until=now().date(), expected_version=1)
    waiting = await life(store, GP)
    assert (waiting.word, waiting.suspension and waiting.suspension.reason) == (
        "Suspendu",
        "Hospitalisation longue",
    )
    assert is_referent(await chart_of(store), COORDINATOR)
    with pytest.raises(EpisodeStateError):
        await acts.suspend(claire, JEANNE, reason=HOSPITAL, until=None, expected_version=None)

    await acts.resume(claire, JEANNE)
    await acts.resume(claire, JEANNE)  # twice is once

    episode = episode_of(await chart_of(store))
    assert episode is not None
    assert [one.status for one in episode.statusHistory or ()] == ["active", "onhold", "active"]
    assert [one.period.end is None for one in episode.statusHistory or ()] == [False, False, True]
    assert (await life(store)).suspension is None


async def test_only_coordination_and_referent_decide(store: Repository) -> None:
    chart = await chart_of(store, GP)
    assert not may_govern(chart, door(store, GP).actor)
    for who in (GP, NURSE, SOCIAL, DAUGHTER):
        with pytest.raises(ForbiddenError):
            await acts.suspend(door(store, who), JEANNE, reason=HOSPITAL, until=None, expected_version=None)
    with pytest.raises(NotFoundError):
        await acts.resume(door(store, OTHER_NURSE), JEANNE)

    claire = door(store, COORDINATOR)
    found = await candidates(claire, await chart_of(store))
    assert set(found) == {COORDINATOR, GP, NURSE, SOCIAL}
    with pytest.raises(UnknownChoiceError):
        await acts.change_referent(claire, JEANNE, OTHER_NURSE, found, expected_version=None)
    await acts.change_referent(claire, JEANNE, GP, found, expected_version=1)

    assert may_govern(await chart_of(store, GP), door(store, GP).actor)
    await acts.suspend(door(store, GP), JEANNE, reason=HOSPITAL, until=None, expected_version=2)
    with pytest.raises(VersionConflictError):
        await acts.change_referent(claire, JEANNE, NURSE, found, expected_version=1)


async def test_closing_ends_only_what_was_ticked_and_takes_no_access(store: Repository) -> None:
    claire, gp = door(store, COORDINATOR), door(store, GP)
    await add_action(gp, JEANNE, text="Pilulier", goal_id="", owner=NURSE, due_on=None, form_id=new_id())
    start = fhir_instant(now().replace(year=now().year + 1))
    actors = [Reference(reference=f"Patient/{JEANNE}"), Reference(reference=NURSE)]
    async with store.writing(system_asker("test")) as unit:
        unit.create(
            Appointment(
                id="visit", status="booked", start=start, end=start, description="Passage",
                participant=[AppointmentParticipant(actor=one, status="accepted") for one in actors],
            )
        )  # fmt: skip
    left = left_open(await chart_of(store), now())
    assert (left.tasks, [one.title for one in left.meetings]) == (("Pilulier",), ["Passage"])
    assert [one.reference for one in left.members] == [SOCIAL, GP, NURSE]

    await closed(store)

    gone = await chart_of(store, GP)
    assert life_of(gone).word == "Clos"
    assert [task.status for task in gone.of(Task)] == ["requested"]
    assert [one.status for one in gone.of(Appointment)] == ["booked"]
    assert not is_referent(gone, COORDINATOR)

    await reopen(claire, JEANNE)
    await closed(store, cancels_tasks=True, cancels_meetings=True, leaving=[SOCIAL])

    after = await chart_of(store, GP)
    assert [task.status for task in after.of(Task)] == ["cancelled"]
    assert [one.status for one in after.of(Appointment)] == ["cancelled"]
    for who in (GP, NURSE, DAUGHTER, f"Patient/{JEANNE}", COORDINATOR):
        assert (await life(store, who)).is_closed
    with pytest.raises(NotFoundError):
        await chart_of(store, SOCIAL)


async def test_summary_is_kept_word_for_word_and_read_by_care_givers_only(store: Repository) -> None:
    await closed(store)

    for who, words in ((GP, WORDS), (DAUGHTER, WORDS), (SOCIAL, None)):
        chart = await chart_of(store, who)
        episode = episode_of(chart)
        assert episode is not None
        found = summary_of(episode, chart.of(Composition))
        assert (words_of_summary(found) if found is not None else None) == words


async def test_reopened_record_has_a_new_entry_and_its_story(store: Repository) -> None:
    claire = door(store, COORDINATOR)
    await acts.describe(
        claire,
        JEANNE,
        themes=[("frailty", "Fragilité")],
        criteria=[("isolation", "Isolement")],
        expected_version=1,
    )
    await acts.set_diagnoses(claire, JEANNE, ["heart"], expected_version=2)
    await closed(store)
    with pytest.raises(ForbiddenError):
        await reopen(door(store, NURSE), JEANNE)
    await reopen(claire, JEANNE, criteria=[("carer", "Proche aidant en difficulté")])
    with pytest.raises(EpisodeStateError):
        await reopen(claire, JEANNE)

    chart = await chart_of(store)
    (episode,) = chart.of(EpisodeOfCare)
    assert [one.status for one in episode.statusHistory or ()] == ["active", "finished", "active"]
    assert episode.period is None or episode.period.end is None
    assert life_of(chart).diagnoses == ("heart",)
    assert (episode.diagnosis or [])[0].condition.display is None  # the circle reads episodes, not problems
    told = [one.did for one in await journal_of(claire, chart, life_of(chart).id)]
    assert told == [
        "a revu les critères d’ouverture",
        "a rouvert le dossier",
        "a clos le dossier",
        "a revu les problèmes à l’origine du dossier",
        "a revu les critères d’ouverture",
        "a revu les thèmes",
        "a ouvert le dossier",
    ]


async def test_change_taken_back_is_as_before_unless_changed_since(store: Repository) -> None:
    claire = door(store, COORDINATOR)
    found = await candidates(claire, await chart_of(store))
    await acts.change_referent(claire, JEANNE, GP, found, expected_version=1)
    await take_back(claire, JEANNE, "EpisodeOfCare", "episode", 2)

    back = await life(store)
    assert back.referent is not None
    assert back.referent.reference == COORDINATOR
    with pytest.raises(VersionConflictError):
        await take_back(claire, JEANNE, "EpisodeOfCare", "episode", 2)
