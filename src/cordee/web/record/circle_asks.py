"""Answering who asks to join: they come in with the person's agreement, or not."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_agreement import AGREEMENTS, Agreement
from cordee.care.circle_answering import ANSWERS, Ask, answer_ask, ask_of
from cordee.care.circle_asking import waiting
from cordee.care.circle_rights import may_answer, speaks_for_the_person
from cordee.kernel.errors import NotFoundError
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, form_page
from cordee.web.record.frame import root_of

LET_IN, KEPT_OUT = "in", "out"


async def answer(request: Request) -> Response:
    """Show an ask with both answers, or carry out the one sent."""
    door: Door = request.state.door
    patient_id, task_id = request.path_params["patient_id"], request.path_params["id"]
    chart = await open_chart(door, patient_id)
    ask = _ask(chart, task_id)
    if not may_answer(chart, door.actor) or (ask is None and request.method == "GET"):
        raise NotFoundError
    form = await read_form(request) if request.method == "POST" else Form(values={"agreement": "present"})
    decides = speaks_for_the_person(chart, door.actor)
    if request.method == "POST" and await _answered(door, patient_id, task_id, form, decides=decides):
        said = (
            "Ce professionnel entre dans le cercle."
            if form.value("answer") == LET_IN
            else "Refus enregistré."
        )
        return done(request, said, back=f"{root_of(patient_id)}/cercle")
    context = {
        "ask": ask,
        "task_id": task_id,
        "decides": decides,
        "agreements": list(AGREEMENTS.items()),
        "reasons": list(ANSWERS.items()),
    }
    return await form_page(request, "record/ask_form.html", chart, form, context)


def _ask(chart: Chart, task_id: str) -> Ask | None:
    return next((ask_of(task) for task in waiting(chart) if task.id == task_id), None)


async def _answered(door: Door, patient_id: str, task_id: str, form: Form, *, decides: bool) -> bool:
    lets_in = form.choice("answer", (LET_IN, KEPT_OUT), missing="Choisissez une réponse.") == LET_IN
    how = "electronic" if decides else form.choice("agreement", AGREEMENTS)
    if lets_in and not how:
        form.errors["agreement"] = "Dites comment la personne a donné son accord."
    reason = form.choice("reason", ANSWERS) or ("person-declines" if decides else "")
    if not lets_in and not reason:
        form.errors["reason"] = "Choisissez la raison du refus."
    agreement = Agreement(how=how, words=form.text("agreement_words", length_max=300)) if lets_in else None
    return await carried_out(
        form, lambda: answer_ask(door, patient_id, task_id, agreement=agreement, reason=reason)
    )


ROUTES = (Route("/dossiers/{patient_id}/cercle/demandes/{id}", answer, methods=["GET", "POST"]),)
