"""Searches of one form asked at the same moment, in one statement: lines of the trace included, one commit for all.

The form is the text of the statement of a page; what differs between askers and questions stands in columns of
`asked`, never in the text, so that each question is answered with its own asker's rights and its own values.
"""

from collections import OrderedDict
from functools import partial
from typing import Any

import msgspec
import psycopg

from cordee.fhir.search.query import Filter, InCompartment, Query
from cordee.kernel.clock import now
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.database import Database
from cordee.store.gathering import Gathering
from cordee.store.positional import NAMED, fetch
from cordee.store.search.page import Statement
from cordee.store.statements import statement

Row = tuple[Any, ...]

LANES = 2  # groups of one form under way at a time: one is read while the other waits for its commit
GROUP_MAX = 16  # searches; more would make the first wait for the last
FORMS_MAX = 500  # forms kept; one that was not asked for longest goes first

_OF_ASKER = ("who", "role", "organization", "purpose", "reads", "reader")
_TYPES = {"n": "int", "count": "int", "reads": "int", "reader": "int"}
_SHARED = frozenset({"now", "directory"})


class Question(msgspec.Struct, frozen=True):
    """One search to answer: for whom, of which type, and the statement of its page."""

    asker: Asker
    query: Query
    asked: Statement


class Together:
    """Answers everyday searches in groups, each group with its lines of trace."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._forms: OrderedDict[str, Gathering[Question, list[Row] | None]] = OrderedDict()

    async def rows(self, question: Question) -> list[Row] | None:
        """Return the rows of a page once its line of trace is committed; None when it must be answered alone."""
        return await self._form(question).ask(question)

    def _form(self, question: Question) -> Gathering[Question, list[Row] | None]:
        text = question.asked.text
        known = self._forms.get(text)
        if known is None:
            form = _Form(text, tuple(question.asked.types.items()))
            known = Gathering(partial(self._answer, form), lanes=LANES, group_max=GROUP_MAX)
            self._forms[text] = known
            if len(self._forms) > FORMS_MAX:
                self._forms.popitem(last=False)
        else:
            self._forms.move_to_end(text)
        return known

    async def _answer(self, form: "_Form", questions: list[Question]) -> list[list[Row] | None]:
        """Answer a group; when its statement is refused nothing was traced, and each is to be answered alone.

        So is each when one of them takes all the time there is.
        """
        answers: list[list[Row]] = [[] for _ in questions]
        async with self._database.connection() as connection:
            try:
                found = await fetch(connection, form.text, form.values(questions))
            except (psycopg.DataError, psycopg.errors.QueryCanceled):
                if len(questions) == 1:
                    raise
                return [None] * len(questions)
        for row in found:
            answers[row[0]].append(row[1:])
        return list(answers)


class _Form:
    """The statement of a group of pages."""

    def __init__(self, text: str, types: tuple[tuple[str, str], ...]) -> None:
        self._names = [name for name, _ in types]
        self._lists = frozenset(name for name, type_ in types if type_.endswith("[]"))
        columns = {
            "n": "int",
            "count": "int",
            "type_name": "text",
            "keys_text": "text",
            "recipients_text": "text",
        }
        columns |= {name: _TYPES.get(name, "text") for name in _OF_ASKER}
        columns |= {name: "text" if name in self._lists else type_ for name, type_ in types}
        page = NAMED.sub(lambda match: match[0] if match[1] in _SHARED else f"asked.{match[1]}", text)
        self.text = (
            statement("search_together")
            .replace("{values}", ", ".join(f"%({name})s::text::{type_}[]" for name, type_ in columns.items()))
            .replace("{columns}", ", ".join(columns))
            .replace("{page}", page)
        )

    def values(self, questions: list[Question]) -> dict[str, Any]:
        """Return the columns of `asked`, one literal each."""
        askers = [one.asker for one in questions]
        values: dict[str, Any] = {
            "n": array(list(range(len(questions)))),
            "count": array([one.query.count for one in questions]),
            "type_name": array([one.query.resource_type for one in questions]),
            "now": now(),
            "directory": list(DIRECTORY_TYPES),
            "keys_text": array([array(asker.keys) for asker in askers]),
            "recipients_text": array([array(asker.recipients) for asker in askers]),
        }
        for name in _OF_ASKER:
            values[name] = array([getattr(asker, name) for asker in askers])
        for name in self._names:
            column = [one.asked.values[name] for one in questions]
            values[name] = array([array(each) for each in column] if name in self._lists else column)
        return values


def is_everyday(query: Query) -> bool:
    """Return whether a search is cheap enough to wait for others: plain criteria on one type, a page and no more."""
    return (
        bool(query.resource_type)
        and query.count > 0
        and query.total == "none"
        and not query.includes
        and all(isinstance(one, Filter) or _is_record(one) for one in query.criteria)
    )


def _is_record(criterion: object) -> bool:
    return isinstance(criterion, InCompartment) and criterion.compartment == "Patient"
