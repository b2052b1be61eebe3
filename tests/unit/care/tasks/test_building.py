from datetime import UTC, date, datetime

import pytest

from cordee.care.errors import UnknownChoiceError
from cordee.care.tasks import new_task
from cordee.care.tasks.codes import KINDS, code_in
from cordee.care.tasks.states import NEXT, OPEN, WORDS, TaskStateError, is_open, move
from cordee.fhir import decode, encode
from cordee.fhir.r4 import Reference, Task
from cordee.store import categories as cat
from cordee.store.columns import columns_of

ME = Reference(reference="PractitionerRole/nurse", display="Anne Lebrun")
OTHER = Reference(reference="PractitionerRole/gp", display="Dr Paul Martin")
NOTE = Reference(reference="DocumentReference/n1", display="Transmission")


def made(**more: object) -> Task:
    given: dict[str, object] = {"code": "todo", "owner": OTHER, "source": NOTE} | more
    return new_task(id="t1", text="Rappeler", patient_id="p1", requester=ME, **given)  # type: ignore[arg-type]


def test_task_given_to_another_is_requested_and_names_its_source() -> None:
    task = made(due_on=date(2026, 12, 1), priority="urgent")
    assert (task.status, task.intent, task.priority) == ("requested", "order", "urgent")
    assert task.reasonReference == NOTE
    assert task.focus is None
    assert task.restriction is not None
    assert task.restriction.period is not None
    assert task.restriction.period.end == "2026-12-01"
    decode(encode(task), "Task")


def test_task_worked_on_names_it_as_its_focus() -> None:
    task = made(code="action", source=Reference(reference="Goal/g1"))
    assert task.focus == Reference(reference="Goal/g1")
    assert task.reasonReference is None


def test_task_kept_for_oneself_is_accepted() -> None:
    assert made(owner=ME).status == "accepted"


def test_task_due_at_an_hour_keeps_it() -> None:
    task = made(due_on=datetime(2026, 12, 1, 9, 30, tzinfo=UTC))
    assert task.restriction is not None
    assert task.restriction.period is not None
    assert task.restriction.period.end == "2026-12-01T09:30:00Z"


@pytest.mark.parametrize(
    ("code", "cause", "category"),
    [
        ("action", "", cat.PLAN),
        ("review", "", cat.PLAN),
        ("todo", "", cat.PLAN),
        ("decision", "", cat.PLAN),
        ("qualify", "", cat.REQUEST),
        ("orientation", "", cat.PLAN),
        ("join", "", cat.CIRCLE),
        ("alert", "", cat.MEDICAL),
        ("alert", "social", cat.SOCIAL),
        ("alert", "measures", cat.MEASURES),
        ("alert", "notebook", cat.NOTEBOOK),
    ],
)
def test_category_of_a_task_follows_its_code(code: str, cause: str, category: int) -> None:
    task = made(code=code, cause=cause)
    assert code_in(task) == code
    assert columns_of(task, "Task").category == category


def test_alert_tagged_twice_or_wrongly_is_medical() -> None:
    task = made(code="alert", cause="social")
    assert task.meta is not None
    assert task.meta.tag is not None
    task.meta.tag = [*task.meta.tag, *made(code="alert", cause="plan").meta.tag]  # type: ignore[union-attr, misc]
    assert columns_of(task, "Task").category == cat.MEDICAL
    task.meta.tag = [made(code="alert", cause="plan").meta.tag[0]]  # type: ignore[union-attr, index]
    task.meta.tag[0].code = "consent"
    assert columns_of(task, "Task").category == cat.MEDICAL


@pytest.mark.parametrize("wrong", [{"code": "other"}, {"priority": "high"}, {"cause": "social"}])
def test_unknown_choice_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownChoiceError):
        made(**wrong)


def test_states_lead_only_to_states_that_exist() -> None:
    assert set(NEXT) == set(WORDS)
    assert all(where <= set(WORDS) for where in NEXT.values())
    assert all("completed" in NEXT[state] for state in OPEN)
    assert all(NEXT[state] & set(OPEN) for state in ("completed", "cancelled", "rejected", "failed"))


def test_move_goes_where_the_table_says_only() -> None:
    task = made()
    move(task, "accepted")
    move(task, "completed")
    assert not is_open(task)
    with pytest.raises(TaskStateError):
        move(task, "rejected")
    assert task.status == "completed"


def test_every_kind_has_words_and_an_intent_r4_knows() -> None:
    assert all(kind.words and kind.intent in {"plan", "order", "proposal"} for kind in KINDS.values())
