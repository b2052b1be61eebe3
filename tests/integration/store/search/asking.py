"""Searches by address, for tests."""

from urllib.parse import parse_qsl

from cordee.fhir.search import Query, parse_query
from cordee.store import Asker, Repository
from cordee.store.stored import Page


def query_of(url: str) -> Query:
    """Return the query of `Type?name=value`; nothing of it may be unknown."""
    type_name, _, text = url.partition("?")
    return parse_query(type_name, parse_qsl(text.replace("+", "%2B")), strict=True)


async def found(store: Repository, who: Asker, url: str) -> Page:
    """Return the first page."""
    return await store.search(who, query_of(url))


def names(page: Page) -> list[str]:
    """Return the references of the matches, in order."""
    return [row.reference for row in page.rows]
