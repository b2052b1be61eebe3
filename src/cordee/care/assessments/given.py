"""What a draft answers outside of the choices of its grid: offered too, so that it is kept until somebody unchooses it.

So it is with a list that changed since, with the guide it comes from, and with an answer of another software.
"""

import msgspec

from cordee.care.assessments.grid import Grid, Question
from cordee.care.assessments.options import Option, option_for, option_of_coding
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import sheet_of
from cordee.fhir.sdc.sheet import link_of

GIVEN_MAX = 30  # of one question
OUTSIDE = "(hors de la liste)"


def with_given(grid: Grid, response: Json) -> Grid:
    """Return the grid whose choices also hold the codes a response gives outside of them; the same one when none."""
    given: dict[str, list[Json]] = {}
    for address, answers in sheet_of(grid.questionnaire, response).answers.items():
        codings = [one["valueCoding"] for one in answers if "valueCoding" in one]
        given.setdefault(link_of(address), []).extend(codings)
    more = {
        one.link_id: found
        for one in grid.all_questions
        if one.options and (found := _outside(one, given.get(one.link_id, ())))
    }
    return msgspec.structs.replace(grid, questions=_extended(grid.questions, more)) if more else grid


def _outside(question: Question, given: "list[Json] | tuple[()]") -> list[Option]:
    found: list[Option] = []
    for coding in given:
        options = (*question.options, *found)
        if option_for(options, coding) is None and len(found) < GIVEN_MAX:
            words = str(coding.get("display") or coding.get("code") or "")
            found.append(option_of_coding(coding, (one.key for one in options), f"{words} {OUTSIDE}"))
    return found


def _extended(questions: tuple[Question, ...], more: dict[str, list[Option]]) -> tuple[Question, ...]:
    return tuple(
        msgspec.structs.replace(
            one, options=(*one.options, *more.get(one.link_id, ())), items=_extended(one.items, more)
        )
        for one in questions
    )
