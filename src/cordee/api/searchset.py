"""The Bundle that answers a search."""

from collections.abc import Sequence

import msgspec

from cordee.api.bundles import CURSOR, EntryOut, bundle, entry_of, links
from cordee.api.call import Call
from cordee.fhir import encode, operation_outcome
from cordee.fhir.json_value import read_json, write_json
from cordee.fhir.search import Query
from cordee.fhir.subset import is_subset, subset
from cordee.kernel.errors import Issue
from cordee.store import Page, Stored


def searchset(call: Call, path: str, query: Query, page: Page) -> bytes:
    """Return matches, what they include, and an outcome that tells what was ignored or cut.

    `self` is the page itself and names what was applied; `first` and `next` lead through the others.
    """
    entries = [_entry(call, stored, "match", query) for stored in page.rows]
    entries += [_entry(call, stored, "include", query) for stored in page.included]
    entries += outcome_entry(query.unknown, is_cut=page.is_cut)
    found = links(call, path, query.applied, page.cursor)
    if query.cursor is not None:
        first = [pair for pair in query.applied if pair[0] != CURSOR]
        found.insert(1, {"relation": "first", "url": links(call, path, first, None)[0]["url"]})
    return bundle("searchset", entries, found, total=page.total)


def outcome_entry(unknown: Sequence[str], *, is_cut: bool = False) -> list[EntryOut]:
    """Return the entry that tells what was ignored or cut; none when nothing was."""
    issues = [_ignored(name) for name in dict.fromkeys(unknown)] + ([_CUT] if is_cut else [])
    if not issues:
        return []
    return [EntryOut(resource=msgspec.Raw(encode(operation_outcome(issues))), search={"mode": "outcome"})]


def _entry(call: Call, stored: Stored, mode: str, query: Query) -> EntryOut:
    entry = entry_of(call, stored, mode)
    if is_subset(query.summary, query.elements):
        part = subset(read_json(stored.content), query.summary, query.elements)
        entry.resource = msgspec.Raw(write_json(part))
    return entry


def _ignored(name: str) -> Issue:
    return Issue(
        message_fr=f"Paramètre ignoré : {name}.",
        message_en=f"Parameter ignored: {name}.",
        expression=f"http.{name}",
        code="not-supported",
        severity="warning",
    )


_CUT = Issue(
    message_fr="Trop de ressources à joindre : la page n’en porte qu’une partie. Demandez des pages plus courtes.",
    message_en="Too many resources to include: the page carries only some of them. Ask for shorter pages.",
    expression="http._include",
    code="incomplete",
    severity="warning",
)
