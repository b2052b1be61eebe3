"""The notebook: its conversations, newest first; what one looks for in it; the paper of a period."""

from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.files import Content
from cordee.care.notebook import NOTE_ICONS, NOTE_TYPES, PAGE_SIZE, Wanted, show_notebook
from cordee.care.notebook.printing import notebook_paper
from cordee.care.print import make_pdf
from cordee.kernel.clock import now
from cordee.kernel.whole_number import whole_number
from cordee.web.page import is_partial
from cordee.web.record.contents import served
from cordee.web.record.frame import show
from cordee.web.site import site_of, today_of

PRINTED_DAYS = 30
PAGES_MAX = 10  # refreshed at once
WORDS_LENGTH = 100
OLDER = "older"


async def page(request: Request) -> Response:
    """Show a page of notes, newest first, as far as the address filters them; the older ones alone when asked so."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    wanted, cursor = wanted_in(request), request.query_params.get("suite")
    count = PAGE_SIZE * _pages(request)
    found = await show_notebook(door, chart, cursor, wanted, zone=site_of(request).zone, count=count)
    context = {
        "notebook": found,
        "wanted": wanted,
        "filtered": filters_of(wanted),
        "types": [(code, word, NOTE_ICONS[code]) for code, word in NOTE_TYPES.items()],
        "authors": _authors(chart),
        "is_first": not cursor,
    }
    block = OLDER if cursor and is_partial(request) else None
    return await show(request, "record/notebook.html", chart, "/cahier", context, block=block)


async def paper(request: Request) -> Response:
    """Serve the notes of a period, a month when none is said, as a PDF."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    wanted = wanted_in(request)
    last = wanted.until or today_of(request)
    since = wanted.since or last - timedelta(days=PRINTED_DAYS)
    made = await notebook_paper(
        door, chart, wanted, (since, last), zone=site_of(request).zone, on=today_of(request)
    )
    return served(Content(content_type="application/pdf", data=await make_pdf(made)))


def wanted_in(request: Request) -> Wanted:
    """Return what the address asks for; what it cannot mean is left out."""
    asked = request.query_params
    return Wanted(
        type=asked.get("type", "") if asked.get("type") in NOTE_TYPES else "",
        author=asked.get("auteur", ""),
        urgent="urgentes" in asked,
        unread="non-lues" in asked,
        since=_day(asked.get("du", "")),
        until=_day(asked.get("au", "")),
        words=" ".join(asked.get("mots", "").split())[:WORDS_LENGTH],
    )


def filters_of(wanted: Wanted) -> str:
    """Return the filters as the address carries them, `&` at the end; empty when there is none."""
    pairs = {
        "type": wanted.type,
        "auteur": wanted.author,
        "urgentes": "1" if wanted.urgent else "",
        "non-lues": "1" if wanted.unread else "",
        "du": wanted.since.isoformat() if wanted.since else "",
        "au": wanted.until.isoformat() if wanted.until else "",
        "mots": wanted.words,
    }
    said = urlencode({name: value for name, value in pairs.items() if value})
    return f"{said}&" if said else ""


def _pages(request: Request) -> int:
    """Return how many pages are shown already, which a page that refreshes itself asks for again."""
    text = request.query_params.get("pages", "1")
    return min(whole_number(text, 10**6) or 1, PAGES_MAX)


def _authors(chart: Chart) -> list[tuple[str, str]]:
    """Return who may have written: the person, the circle past and present."""
    circle = circle_of(chart, now())
    people = [chart.person(f"Patient/{chart.patient_id}"), *(one.person for one in circle.present)]
    return list({one.reference: one.name for one in people}.items())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


ROUTES = (
    Route("/dossiers/{patient_id}/cahier", page),
    Route("/dossiers/{patient_id}/cahier/imprimer", paper),
)
