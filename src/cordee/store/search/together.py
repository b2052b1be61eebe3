"""Searches of one form an asker sends at the same moment, in one statement: the trace included, one commit for all.

The form is the text of the statement of a page; what differs between questions stands in columns of `asked`, never in
the text, so that each question is answered with its own values.
"""

from functools import lru_cache
from typing import Any

import msgspec
import psycopg

from cordee.fhir.search.query import Filter, InCompartment, Query
from cordee.kernel.clock import now
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.gathering import Gatherings
from cordee.store.positional import NAMED, fetch
from cordee.store.predicate import predicate_values
from cordee.store.search.page import Statement
from cordee.store.statements import statement
from cordee.store.tracing import asker_values

Row = tuple[Any, ...]

LANES = (
    2  # groups of one asker and form under way at a time: one is read while the other waits for its commit
)
GROUP_MAX = 16  # searches; more would make the first wait for the last
FORMS_MAX = 500  # forms kept; one that was not asked for longest goes first


class Question(msgspec.Struct, frozen=True):
    """One search to answer: the query, and the statement of its page."""

    query: Query
    asked: Statement


class Together:
    """Answers everyday searches in groups of one asker, each group with its lines of trace."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gatherings: Gatherings[tuple[Asker, str], Question, list[Row] | None] = Gatherings(
            self._answer, lanes=LANES, group_max=GROUP_MAX
        )

    async def rows(self, asker: Asker, question: Question) -> list[Row] | None:
        """Return the rows of a page once its line of trace is committed; None when it must be answered alone."""
        return await self._gatherings.ask((asker, question.asked.text), question)

    async def _answer(self, of: tuple[Asker, str], questions: list[Question]) -> list[list[Row] | None]:
        """Answer a group; when its statement is refused nothing was traced, and each is to be answered alone.

        So is each when one of them takes all the time there is.
        """
        asker, text = of
        form = _form(text, tuple(questions[0].asked.types.items()))
        values = form.values(questions) | predicate_values(asker, now()) | asker_values(asker)
        answers: list[list[Row]] = [[] for _ in questions]
        async with self._database.connection(asker) as connection:
            try:
                found = await fetch(connection, form.text, values)
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
        columns = {"n": "int", "count": "int", "type_name": "text"}
        columns |= {name: type_ if name not in self._lists else "text" for name, type_ in types}
        page = NAMED.sub(lambda match: f"asked.{match[1]}" if match[1] in columns else match[0], text)
        self.text = (
            statement("search_together")
            .replace("{values}", ", ".join(f"%({name})s::text::{type_}[]" for name, type_ in columns.items()))
            .replace("{columns}", ", ".join(columns))
            .replace("{page}", page)
        )

    def values(self, questions: list[Question]) -> dict[str, Any]:
        """Return the columns of `asked`, one literal each."""
        values: dict[str, Any] = {
            "n": array(list(range(len(questions)))),
            "count": array([one.query.count for one in questions]),
            "type_name": array([one.query.resource_type for one in questions]),
        }
        for name in self._names:
            column = [one.asked.values[name] for one in questions]
            values[name] = array([array(each) for each in column] if name in self._lists else column)
        return values


@lru_cache(maxsize=FORMS_MAX)
def _form(text: str, types: tuple[tuple[str, str], ...]) -> _Form:
    return _Form(text, types)


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
