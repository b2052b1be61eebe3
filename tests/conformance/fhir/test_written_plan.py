"""What plans and tasks write is valid R4: needs, goals, actions, reviews, versions as documents, who agreed."""

from datetime import timedelta

from cordee.care import tasks
from cordee.care.plan_writing import add_action, add_goal, mark_done
from cordee.care.planning.agreements import agree
from cordee.care.planning.editing import Texts, save_texts
from cordee.care.planning.reviewing import conclude_review, set_goal_outcome
from cordee.care.planning.versions import make_version
from cordee.care.tasks import NewTask
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.json_value import read_json
from cordee.fhir.validation import validate
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.integration.care.village import GP, JEANNE, NURSE, SOCIAL, build, door

WRITTEN = {"CarePlan": 5, "Goal": 20, "ServiceRequest": 20, "Task": 50, "Bundle": 5, "Provenance": 20}
SECONDS = 60.0


async def test_plan_and_tasks_are_valid(database: Database) -> None:
    store = Repository(database)
    await build(store)
    gp, nurse, today = door(store, GP), door(store, NURSE), now().date()
    texts = Texts(project="Rester chez moi", preferences="Le matin", synthesis="Chutes", alert="Le 15")
    await save_texts(gp, JEANNE, texts, expected_version=None)
    goal, missed = [
        await add_goal(
            gp, JEANNE, text=text, need="Chutes", domain="autonomy", due_on=today, form_id=new_id(), measure=measure
        )
        for text, measure in (("Marcher", "Va au marché"), ("Voir du monde", ""))
    ]  # fmt: skip
    action = await add_action(
        gp, JEANNE, text="Barres", goal_id=goal, owner=NURSE, due_on=today, form_id=new_id(), kind="prevent",
        criterion="Aucune chute", alert="Le fils",
    )  # fmt: skip
    await mark_done(nurse, JEANNE, action)
    await set_goal_outcome(gp, JEANNE, missed, "not-reached", reason="Hospitalisée")
    await conclude_review(gp, JEANNE, "Bien", today + timedelta(days=180), form_id=new_id())
    version = await make_version(gp, JEANNE, today, form_id=new_id())
    await agree(nurse, JEANNE, version, form_id=new_id())
    new = NewTask(text="Rappeler", owner=NURSE, due_on=today, priority="urgent", rule="FREQ=WEEKLY")
    task = await tasks.add_task(gp, JEANNE, new, form_id=new_id())
    await tasks.refuse(nurse, task, "no-time", "Lundi")
    await tasks.give(gp, task, SOCIAL)
    await tasks.complete(door(store, SOCIAL), task, today)

    registry = Registry(base_artefact(), ())
    shelves = await gp.shelves(JEANNE, WRITTEN)
    await store.close()
    assert all(shelves[kind] for kind in WRITTEN)
    wrong = [
        f"{one.reference}: {issue.expression} {issue.message_en}"
        for kind in WRITTEN
        for one in shelves[kind]
        for issue in validate(read_json(one.content), (), registry, SECONDS)
        if issue.severity == "error"
    ]
    assert "\n".join(wrong) == ""
