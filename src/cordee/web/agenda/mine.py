"""My agenda: a day, a week or the month ahead. One statement a page, whatever the number of my records."""

from datetime import date, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.agenda import Event, my_events
from cordee.care.agenda.series.week import monday_of, span_of
from cordee.care.wall_clock import today_in
from cordee.kernel.clock import now
from cordee.web.page import is_partial, render
from cordee.web.site import site_of

VIEWS = {"jour": ("Jour", 1), "semaine": ("Semaine", 7), "liste": ("Liste", 30)}
USUAL = "semaine"


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the agenda."""

    on: date
    events: tuple[Event, ...]
    is_today: bool
    is_past: bool


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Which days are shown, and where its arrows lead."""

    view: str
    first: date
    last: date
    days: tuple[Day, ...]
    count: int
    waiting: int

    def address(self, view: str = "", steps: int = 0) -> str:
        """Return the address of another view, or of the days before (-1) and after (1)."""
        chosen = view or self.view
        return f"/agenda?vue={chosen}&jour={self.first + timedelta(days=steps * VIEWS[chosen][1])}"


async def show(request: Request) -> Response:
    """Show my agenda from the day of the address; its live part alone when htmx asks."""
    door: Door = request.state.door
    if not door.actor.is_professional:
        return RedirectResponse("/mon-espace", status_code=303)
    shown = await _shown(request, door)
    context = {
        "shown": shown,
        "views": [(code, word) for code, (word, _) in VIEWS.items()],
        "here": _here(request),
    }
    return await render(request, "agenda/mine.html", context, block="live" if is_partial(request) else None)


async def _shown(request: Request, door: Door) -> Shown:
    zone, at = site_of(request).zone, now()
    today = today_in(zone, at)
    view = request.query_params.get("vue", USUAL)
    view = view if view in VIEWS else USUAL
    first = _day(request.query_params.get("jour", ""), today)
    if view == "semaine":
        first = monday_of(first)
    length = VIEWS[view][1]
    events = await my_events(door, *span_of(first, length, zone))
    of_day: dict[date, list[Event]] = {first + timedelta(days=n): [] for n in range(length)}
    for event in events:
        of_day.setdefault(max(event.start.astimezone(zone).date(), first), []).append(event)
    days = tuple(
        Day(on=on, events=tuple(found), is_today=on == today, is_past=on < today)
        for on, found in of_day.items()
        if found or view != "liste"
    )
    return Shown(
        view=view, first=first, last=first + timedelta(days=length - 1), days=days,
        count=sum(1 for one in events if not one.one.is_cancelled), waiting=sum(1 for one in events if one.awaits_me),
    )  # fmt: skip


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if abs((found - today).days) <= 366 * 5 else today


def _here(request: Request) -> str:
    query = request.url.query
    return f"/agenda?{query}" if query else "/agenda"


ROUTES = (Route("/agenda", show, methods=["GET"]),)
