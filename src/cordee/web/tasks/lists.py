"""The work lists: mine, my team's, what I asked of others; to do, late, this week, done lately."""

from datetime import date
from itertools import groupby
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.care import tasks
from cordee.care.tasks import TaskLine
from cordee.web.filters import chips_of
from cordee.web.page import render
from cordee.web.site import today_of

SCOPES = {"": "mine", "equipe": "team", "confiees": "asked"}
VIEWS = {"": "open", "retard": "late", "semaine": "week", "faites": "done"}
_WORDS = {"": "À moi", "equipe": "Mon équipe", "confiees": "Que j’ai confiées"}
_VIEW_WORDS = {"": "À faire", "retard": "En retard", "semaine": "Cette semaine", "faites": "Faites récemment"}
_EMPTY = {
    ("mine", "open"): ("Aucune tâche ne vous attend", "Ce qu’un plan, une note ou un collègue vous confie arrive ici."),
    ("team", "open"): ("Votre équipe n’a rien en attente", "Ce que portent vos collègues et votre structure."),
    ("asked", "open"): ("Vous n’attendez rien de personne", "Ce que vous confiez se suit ici jusqu’au bout."),
}  # fmt: skip


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One list that can be chosen, as the tabs want it."""

    path: str
    word: str
    is_here: bool
    note: str = ""


async def show(request: Request) -> Response:
    """Show one page of a list."""
    actor = request.state.actor
    if not actor.is_professional:
        return RedirectResponse("/", status_code=303)
    query = request.query_params
    named, viewed = query.get("liste", ""), query.get("vue", "")
    scope, view = SCOPES.get(named, "mine"), VIEWS.get(viewed, "open")
    if scope == "asked" and view == "done":
        view, viewed = "open", ""
    today = today_of(request)
    page = await tasks.list_tasks(request.state.door, scope, view, today, cursor=query.get("suite"))
    context = {
        "page": page,
        "groups": grouped(page.rows, today, view),
        "scope": scope,
        "view": view,
        "here": address(named, viewed),
        "more": address(named, viewed, page.cursor) if page.cursor else "",
        "scopes": [
            Choice(path=address(one, ""), word=word, is_here=SCOPES[one] == scope)
            for one, word in _WORDS.items()
        ],
        "views": [
            Choice(path=address(named, one), word=word, is_here=VIEWS[one] == view)
            for one, word in _VIEW_WORDS.items()
            if not (scope == "asked" and one == "faites")
        ],
        "chips": await chips_of(request, "tasks"),
        "empty": _EMPTY.get((scope, view), ("Rien ici", "Aucune tâche ne correspond à cette liste.")),
    }
    return await render(request, "tasks/list.html", context)


def address(named: str, viewed: str, cursor: str | None = None) -> str:
    """Return the address of a list."""
    pairs = {"liste": named, "vue": viewed, "suite": cursor or ""}
    said = urlencode({name: value for name, value in pairs.items() if value})
    return f"/taches?{said}" if said else "/taches"


def grouped(rows: tuple[TaskLine, ...], today: date, view: str) -> list[tuple[str, list[TaskLine]]]:
    """Return the lines under the words that say when they are due; the order of the list is that of the groups."""

    def when(line: TaskLine) -> str:
        if view == "done":
            return "Aujourd’hui" if line.done_on == today else "Ces deux dernières semaines"
        if line.due_on is None:
            return "Sans date"
        if line.late_days:
            return "En retard"
        if line.is_today:
            return "Aujourd’hui"
        return "Cette semaine" if line.due_on <= tasks.week_end(today) else "Plus tard"

    return [(words, list(lines)) for words, lines in groupby(rows, when)]


ROUTES = (Route("/taches", show),)
