"""What is pure of requests: numbers, pasted messages, how near a term is."""

from datetime import UTC, datetime, timedelta

import pytest

from cordee.care.elements import fhir_instant
from cordee.care.requests.number import NUMBER, number_of
from cordee.care.requests.reminding import DUE_SOON, OVERDUE, level_at
from cordee.fhir.r4 import Period, Task, TaskRestriction
from cordee.kernel.ids import new_id
from cordee.territories.targets import RequestHours, Targets
from cordee.web.requests.pasted import filled_from_mail

ASKED = datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_number_is_always_the_same_for_one_id_and_tells_people_apart() -> None:
    ids = [new_id() for _ in range(500)]
    numbers = {number_of(one) for one in ids}
    assert len(numbers) == len(ids)
    assert all(NUMBER.fullmatch(one) for one in numbers)
    assert number_of(ids[0]) == number_of(ids[0])


@pytest.mark.parametrize(
    ("hours", "level"),
    [(0, ""), (35.9, ""), (36, DUE_SOON), (47.9, DUE_SOON), (48, OVERDUE), (500, OVERDUE)],
)
def test_term_of_two_days_is_recalled_twelve_hours_before(hours: float, level: str) -> None:
    until = TaskRestriction(period=Period(end=fhir_instant(ASKED + timedelta(hours=48))))
    task = Task(status="requested", intent="order", authoredOn=fhir_instant(ASKED), restriction=until)
    assert level_at(task, ASKED + timedelta(hours=hours)) == level


def test_task_without_term_is_never_recalled() -> None:
    task = Task(status="requested", intent="order", authoredOn=fhir_instant(ASKED))
    assert level_at(task, ASKED + timedelta(days=900)) == ""


def test_targets_say_the_delay_of_each_kind_and_the_usual_one_where_nothing_is_said() -> None:
    targets = Targets(qualify_request_hours=48, request_hours=RequestHours(information=24, urgent=8))
    assert targets.hours_for("information", is_urgent=False) == 24
    assert targets.hours_for("orientation", is_urgent=False) == targets.hours_for("", is_urgent=False) == 48
    assert targets.hours_for("coordination", is_urgent=True) == 8
    assert Targets().hours_for("coordination", is_urgent=True) == 48


def test_message_without_head_is_all_words() -> None:
    found = filled_from_mail("Bonjour,\nma voisine est tombée.\n", 120)
    assert found["details"] == "Bonjour,\nma voisine est tombée."
    assert (found["caller"], found["caller_email"], found["reason"]) == ("", "", "")


def test_head_of_a_message_is_read_and_taken_out_of_its_words() -> None:
    text = "From: a.b@c.example\nSubject: TR: Re: sortie d'hôpital\n\nElle sort jeudi, rappelez le 03.85.11.22.33"
    found = filled_from_mail(text, 120)
    assert found["caller_email"] == "a.b@c.example"
    assert found["reason"] == "sortie d'hôpital"
    assert found["caller_phone"] == "03.85.11.22.33"
    assert found["details"].startswith("Elle sort jeudi")
