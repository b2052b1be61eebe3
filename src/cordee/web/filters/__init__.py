"""Filters of work lists kept by name: chips at the head of a list, saved and removed in one tap.

What is kept is the query of the list's address, and an address holds codes only: no name, no id, nothing typed.
"""

import re
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store.saved_filters import FILTERS_MAX, SavedFilter
from cordee.web.forms import read_form
from cordee.web.notice import Notice, answer_done

NAME_LENGTH = 40
QUERY_LENGTH_MAX = 1000  # read of an address: what follows is no filter of ours
LISTS: dict[str, tuple[str, frozenset[str]]] = {
    "requests": ("/demandes", frozenset({"vue", "nature", "theme", "age"})),
    "records": ("/dossiers", frozenset({"theme", "referent", "etat"})),
    "tasks": ("/taches", frozenset({"liste", "vue"})),
}
"""The address of each list, and what of its query may be kept."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Chips(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of one list as its page shows them; `criteria` is what is shown now, empty when it is everything."""

    list: str
    criteria: str
    rows: tuple["Chip", ...]
    can_keep: bool


class Chip(msgspec.Struct, frozen=True, kw_only=True):
    """One filter kept by name."""

    id: str
    name: str
    path: str
    is_here: bool


def routes() -> list[Route]:
    """Return the routes of filters."""
    return [
        Route("/filtres", keep, methods=["POST"]),
        Route("/filtres/{id}/retirer", remove, methods=["POST"]),
    ]


async def chips_of(request: Request, list_: str) -> Chips:
    """Return the filters of a list, with what of it is shown now. Cost: one statement by key."""
    criteria = criteria_of(list_, request.url.query)
    saved = await request.state.door.filters.of(list_)
    rows = tuple(
        Chip(id=one.id, name=one.name, path=path_of(list_, one.criteria), is_here=one.criteria == criteria)
        for one in saved
    )
    can_keep = bool(criteria) and len(rows) < FILTERS_MAX and not any(one.is_here for one in rows)
    return Chips(list=list_, criteria=criteria, rows=rows, can_keep=can_keep)


async def keep(request: Request) -> Response:
    """Keep what is shown under a name; the notice offers to forget it."""
    form = await read_form(request)
    list_ = form.choice("list", LISTS)
    criteria = criteria_of(list_, form.value("criteria")) if list_ else ""
    name = form.text("name", length_max=NAME_LENGTH)
    if not criteria or not name or not form.is_valid:
        raise NotFoundError
    is_kept = await request.state.door.filters.keep(SavedFilter(form.form_id, list_, name, criteria), now())
    said = "Filtre gardé." if is_kept else f"Vous en gardez déjà {FILTERS_MAX} : retirez-en un d’abord."
    undo = f"/filtres/{form.form_id}/retirer" if is_kept else None
    return answer_done(Notice(message=said, undo=undo), path_of(list_, criteria), partial=False)


async def remove(request: Request) -> Response:
    """Forget a filter."""
    found = await request.state.door.filters.take(request.path_params["id"])
    if found is None:
        raise NotFoundError
    return answer_done(Notice(message="Filtre retiré."), LISTS[found.list][0], partial=False)


def criteria_of(list_: str, query: str) -> str:
    """Return what of a query is a filter of a list: the codes it knows, in one order; anything else is left out."""
    allowed = LISTS[list_][1]
    pairs = {
        name: value
        for name, value in parse_qsl(query[:QUERY_LENGTH_MAX])
        if name in allowed and _CODE.fullmatch(value)
    }
    return urlencode(sorted(pairs.items()))


def path_of(list_: str, criteria: str) -> str:
    """Return the address of a list with a filter."""
    return f"{LISTS[list_][0]}?{criteria}" if criteria else LISTS[list_][0]
