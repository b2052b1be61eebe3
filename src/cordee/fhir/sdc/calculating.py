"""The answers a questionnaire computes by itself: `calculatedExpression` in FHIRPath, or a function it names.

An item with the extension `calculation` is computed by a function given by the caller under that name: for what would
be unreadable as an expression. See ADR 0028.
Source: http://hl7.org/fhir/uv/sdc/STU3/StructureDefinition-sdc-questionnaire-calculatedExpression.html
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.fhir.expressions import Evaluator, Told
from cordee.fhir.json_value import Json
from cordee.fhir.path import Node
from cordee.fhir.sdc.answers import answer_of
from cordee.fhir.sdc.enabling import enabled, value_in
from cordee.fhir.sdc.extensions import CALCULATED_EXPRESSION, VARIABLE, extensions, value_of
from cordee.fhir.sdc.sheet import Place, Sheet, items_of_sheet, places

ROUNDS_MAX = 6  # a score of scores of scores
Given = Mapping[str, tuple[Any, ...]]
"""The answers asked for, by linkId: the code of a choice, else the value itself."""

Function = Callable[[Given], int | str | None]


class Calculation(msgspec.Struct, frozen=True, kw_only=True):
    """What a calculation knows: `head` is the response without items, `functions` what a questionnaire may name."""

    now: datetime
    told: Told
    head: Json
    functions: Mapping[str, Function] = {}


class Calculated(msgspec.Struct, frozen=True):
    """The sheet with what it computes, and the addresses of the items that are asked."""

    sheet: Sheet
    asked: frozenset[str]


def is_calculated(item: Json) -> bool:
    """Return whether the questionnaire answers an item by itself."""
    return (
        value_of(item, CALCULATED_EXPRESSION) is not None or value_of(item, systems.CALCULATION) is not None
    )


def calculate(questionnaire: Json, sheet: Sheet, known: Calculation) -> Calculated:
    """Return the sheet with every computed answer, until nothing changes any more; the sheet given stays as it is.

    What cannot be computed, because answers are missing, has no answer.
    """
    run = _Run(questionnaire, sheet.copy(), known)
    for _ in range(ROUNDS_MAX):
        if not run.once():
            break
    return Calculated(run.sheet, run.asked())


class _Run:
    def __init__(self, questionnaire: Json, sheet: Sheet, known: Calculation) -> None:
        self.sheet = sheet
        self._questionnaire = questionnaire
        self._known = known

    def asked(self) -> frozenset[str]:
        evaluator = self._evaluator(lambda _: True)
        return enabled(
            self._questionnaire, self.sheet, lambda said, place: evaluator.truth(said, place.address)
        )

    def once(self) -> bool:
        """Compute every item once; return whether an answer changed."""
        asked = self.asked()
        evaluator = self._evaluator(asked.__contains__)
        has_changed = False
        for place in places(self._questionnaire, self.sheet):
            if not is_calculated(place.item):
                continue
            before = self.sheet.answers.pop(place.address, None)
            after = self._answers(place, evaluator, asked) if place.address in asked else []
            if after:
                self.sheet.answers[place.address] = after
            has_changed = has_changed or (before or []) != after
        return has_changed

    def _answers(self, place: Place, evaluator: Evaluator, asked: frozenset[str]) -> list[Json]:
        name = value_of(place.item, systems.CALCULATION)
        if isinstance(name, str):
            function = self._known.functions.get(name)
            value = function(self._given(asked)) if function is not None else None
            answer = None if value is None else answer_of(place.item, Node(value, _TYPES[type(value)]))
            return [answer] if answer is not None else []
        nodes = evaluator.nodes(value_of(place.item, CALCULATED_EXPRESSION), place.address) or []
        answers = (answer_of(place.item, node) for node in nodes if node.value is not None)
        found = [answer for answer in answers if answer is not None]
        return found if place.item.get("repeats") else found[:1]

    def _given(self, asked: frozenset[str]) -> Given:
        found: dict[str, list[Any]] = {}
        for place in places(self._questionnaire, self.sheet):
            if place.address in asked and not is_calculated(place.item):
                values = [value_in(answer) for answer in self.sheet.answers.get(place.address, ())]
                codes = [one.get("code") if isinstance(one, dict) else one for one in values]
                found.setdefault(place.item["linkId"], []).extend(codes)
        return {name: tuple(values) for name, values in found.items()}

    def _evaluator(self, keeps: Callable[[str], bool]) -> Evaluator:
        response = {**self._known.head, "item": items_of_sheet(self._questionnaire, self.sheet, keeps)}
        evaluator = Evaluator(
            focus=response, now=self._known.now, told=self._known.told,
            variables={"questionnaire": self._questionnaire},
        )  # fmt: skip
        for extension in extensions(self._questionnaire, VARIABLE):
            expression = extension.get("valueExpression", {})
            if isinstance(name := expression.get("name"), str):
                nodes = evaluator.nodes(expression, "Questionnaire") or []
                evaluator = evaluator.with_variables({name: list(nodes)})
        return evaluator


_TYPES: dict[type, str] = {int: "System.Integer", str: "System.String"}
