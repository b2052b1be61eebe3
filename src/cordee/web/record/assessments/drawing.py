"""A grid as its page draws it: a tree of what stands there, with what each field shows."""

import re
from collections.abc import Mapping
from datetime import tzinfo
from hashlib import sha256

import msgspec

from cordee.care.assessments.answering import OTHER
from cordee.care.assessments.filling import Filling
from cordee.care.assessments.grid import Question
from cordee.care.assessments.words import words_of_answer
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import Sheet, address_of
from cordee.web.forms import Form
from cordee.web.record.assessments.fields import shown_values

PATTERN_LENGTH = 12
_NOT_IN_IDS = re.compile(r"[^a-zA-Z0-9_-]")


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of the page. `values` are the keys or texts its fields show, `said` its answers in words.

    `inner` is what stands inside; a group that repeats has `instances` in its place.
    """

    question: Question
    address: str
    values: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unit: str = ""
    error: str = ""
    number: int = 0
    inner: tuple["Node", ...] = ()
    instances: tuple[tuple["Node", ...], ...] = ()

    @property
    def id(self) -> str:
        """Return the id of its element, the same at each showing."""
        return id_of(self.address)

    @property
    def value(self) -> str:
        """Return the first of its values, or nothing."""
        return self.values[0] if self.values else ""

    @property
    def other(self) -> str:
        """Return what is written beside the options of an open choice."""
        return next((one.removeprefix(OTHER) for one in self.values if one.startswith(OTHER)), "")


def id_of(address: str) -> str:
    """Return the id of the element that stands for an address."""
    return f"q-{_NOT_IN_IDS.sub('-', address)}"


def drawn(filling: Filling, zone: tzinfo, form: Form | None = None) -> tuple[Node, ...]:
    """Return the page of a grid: what is asked now with its answers, or what was typed where it could not be read."""
    return _Drawing(filling, zone, form).nodes(filling.grid.questions, "")


def pattern(filling: Filling) -> str:
    """Return what changes when other questions are asked than before: the page then draws them anew."""
    spots = [f"{spot.address}!" if spot.question.lacks else spot.address for spot in filling.spots()]
    return sha256("\n".join(spots).encode()).hexdigest()[:PATTERN_LENGTH]


class _Drawing:
    def __init__(self, filling: Filling, zone: tzinfo, form: Form | None) -> None:
        self._sheet: Sheet = filling.sheet
        self._asked = filling.asked
        self._zone = zone
        self._form = form
        self._number = 0

    def nodes(self, questions: tuple[Question, ...], prefix: str) -> tuple[Node, ...]:
        found = (self._node(question, prefix) for question in questions)
        return tuple(node for node in found if node is not None)

    def _node(self, question: Question, prefix: str) -> Node | None:
        address = address_of(prefix, {"linkId": question.link_id})
        if address not in self._asked or question.is_hidden:
            return None
        if question.type == "group" and question.repeats:
            starts = [f"{address}:{number}/" for number in range(self._sheet.count(address))]
            instances = tuple(self.nodes(question.items, start) for start in starts)
            return Node(question=question, address=address, instances=instances)
        if question.is_asked:
            self._number += 1
        number = self._number
        answers = self._sheet.answers.get(address, [])
        error, typed = self._typed(address)
        return Node(
            question=question,
            address=address,
            values=typed if error else shown_values(question, answers, self._zone),
            said=tuple(words_of_answer(question, answer, self._zone) for answer in answers),
            unit=_unit_of(answers),
            error=error,
            number=number if question.is_asked else 0,
            inner=self.nodes(question.items, prefix),
        )

    def _typed(self, address: str) -> tuple[str, tuple[str, ...]]:
        if self._form is None:
            return "", ()
        error = self._form.errors.get(f"a:{address}", "")
        return error, tuple(self._form.several(f"a:{address}")) if error else ()


def _unit_of(answers: list[Json]) -> str:
    value: Mapping[str, object] = answers[0].get("valueQuantity", {}) if answers else {}
    return str(value.get("code", ""))
