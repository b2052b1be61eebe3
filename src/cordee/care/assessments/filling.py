"""A grid being filled: its answers, what they compute, what is asked and what is missing. Pure."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from cordee.care.assessments.calculations import FUNCTIONS
from cordee.care.assessments.grid import Grid, Question
from cordee.care.assessments.results import Result, results_of
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import Calculation, Place, Sheet, calculate, items_of_sheet, places, sheet_of

HEAD = (
    "resourceType", "id", "meta", "extension", "identifier", "basedOn", "partOf", "questionnaire", "status", "subject",
    "encounter", "authored", "author", "source",
)  # fmt: skip


class Spot(msgspec.Struct, frozen=True):
    """One question where it stands: its address, and the question."""

    address: str
    question: Question


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """A grid and its answers at one moment; `asked` are the addresses of what is asked now."""

    grid: Grid
    response: Json
    sheet: Sheet
    asked: frozenset[str]

    @property
    def results(self) -> tuple[Result, ...]:
        """Return the scores computed so far."""
        return results_of(self.grid, self.sheet, self.asked)

    @property
    def missing(self) -> list[Spot]:
        """Return the required questions that are asked and have no answer, in order."""
        return [one for one in self.spots() if one.question.is_required and not self.has_answer(one)]

    @property
    def required(self) -> int:
        """Return how many required questions are asked."""
        return sum(one.question.is_required for one in self.spots())

    def has_answer(self, spot: Spot) -> bool:
        """Return whether a question is answered."""
        return bool(self.sheet.answers.get(spot.address))

    def spots(self) -> Iterator[Spot]:
        """Yield the questions a person answers that are asked now, in order."""
        questions = {one.link_id: one for one in self.grid.all_questions}
        for place in self._places():
            question = questions.get(place.item.get("linkId", ""))
            if question is not None and question.is_asked and place.address in self.asked:
                yield Spot(place.address, question)

    def items(self) -> list[Json]:
        """Return the items of the response: what is asked and answered."""
        return items_of_sheet(self.grid.questionnaire, self.sheet, self.asked.__contains__)

    def draft_items(self) -> list[Json]:
        """Return the items of a draft: answers to questions not asked any more are kept, they may be asked again."""
        return items_of_sheet(self.grid.questionnaire, self.sheet, lambda _: True)

    def _places(self) -> Iterator[Place]:
        return places(self.grid.questionnaire, self.sheet)


def filling_of(grid: Grid, response: Json, at: datetime, sheet: Sheet | None = None) -> Filling:
    """Return a grid with the answers of a response, or of a sheet in their place, and all they compute."""
    head = {name: response[name] for name in HEAD if name in response}
    given = sheet if sheet is not None else sheet_of(grid.questionnaire, response)
    known = Calculation(now=at, told=Told(), head=head, functions=FUNCTIONS)
    done = calculate(grid.questionnaire, given, known)
    return Filling(grid=grid, response=response, sheet=done.sheet, asked=done.asked)


def merged(base: Sheet, sent: Sheet, current: Sheet) -> tuple[Sheet, list[str]]:
    """Return what stands with what was sent on top, and the addresses answered differently in both.

    `base` is what the sender started from: only what differs from it was changed by the sender. What two people
    changed is the last sender's, and told.
    """
    found, clashes = current.copy(), []
    for address, answers in sent.answers.items():
        before, now = base.answers.get(address, []), current.answers.get(address, [])
        if answers in (before, now):
            continue
        if before != now:
            clashes.append(address)
        if answers:
            found.answers[address] = answers
        else:
            found.answers.pop(address, None)
    for address, count in sent.counts.items():
        if count != base.counts.get(address, 1):
            found.counts[address] = count
    return found, clashes
