"""The fields of a grid's form: from answers to what a field shows, and from what was sent back to answers.

`q` lists the addresses of the questions the page showed; `a:`, `o:` and `u:` start the names of a question's answers,
of what is written beside its options, and of its unit; `n:` how many times a group stands, `plus` which one is wanted
once more.
"""

from datetime import tzinfo

from starlette.requests import Request

from cordee.care.assessments.answering import OTHER, UnreadableAnswerError, answers_from
from cordee.care.assessments.drafting import Sent
from cordee.care.assessments.grid import Grid, Question
from cordee.care.assessments.words import french_number, local_moment
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import Sheet, value_in
from cordee.fhir.sdc.sheet import link_of
from cordee.kernel.whole_number import whole_number
from cordee.web.forms import Form, read_form

FIELDS_MAX = 4000
QUESTIONS_MAX = 1000
GROUPS_MAX = 999  # instances of one group that repeats


async def read_fields(request: Request) -> Form:
    """Return the form of a grid as it was sent: it has more fields than others."""
    return await read_form(request, fields_max=FIELDS_MAX)


def sent_answers(form: Form, grid: Grid, zone: tzinfo) -> Sent:
    """Return the answers of the questions the page showed; what cannot be read is an error of the form under its name.

    A question with an error counts as not sent: what is stored of it stays.
    """
    questions = {one.link_id: one for one in grid.all_questions if one.is_open}
    sheet = Sheet()
    for address in form.several("q")[:QUESTIONS_MAX]:
        question = questions.get(link_of(address))
        if question is None:
            continue
        try:
            sheet.answers[address] = answers_from(question, _texts(form, question, address), zone)
        except UnreadableAnswerError as error:
            form.errors[f"a:{address}"] = str(error)
    for address in form.several("n")[:QUESTIONS_MAX]:
        count = whole_number(form.value(f"n:{address}"), GROUPS_MAX)
        more = 1 if form.value("plus") == address else 0
        sheet.counts[address] = (1 if count is None else count) + more
    return Sent(sheet=sheet, version=form.version() or 0)


def shown_values(question: Question, answers: list[Json], zone: tzinfo) -> tuple[str, ...]:
    """Return what the fields of a question show of its answers that have a value: keys of options, else texts."""
    return tuple(_shown(question, one, zone) for one in answers if value_in(one) is not None)


def _texts(form: Form, question: Question, address: str) -> list[str]:
    texts = form.several(f"a:{address}")
    written = form.value(f"o:{address}").strip()
    if question.type == "open-choice" and written and (OTHER in texts or not any(texts)):
        texts = [*(text for text in texts if text != OTHER), f"{OTHER}{written}"]
    if question.type == "quantity":
        unit = form.value(f"u:{address}")
        return [f"{text}|{unit}" for text in texts]
    return texts


def _shown(question: Question, answer: Json, zone: tzinfo) -> str:
    value = value_in(answer)
    option = question.option_for(value)
    if option is not None:
        return option.key
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return french_number(value["value"]) if "value" in value else str(value.get("code", ""))
    if question.type == "open-choice":
        return f"{OTHER}{value}"
    if question.type == "dateTime":
        return local_moment(str(value), zone).strftime("%Y-%m-%dT%H:%M")
    return value if isinstance(value, str) else french_number(value)
