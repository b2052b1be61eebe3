"""What surrounds every page of a record: the banner, the circle's faces, the tabs, the quick actions."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from cordee.access import Actor
from cordee.care.alerts import alerts_of
from cordee.care.chart import Chart
from cordee.care.circle import circle_of
from cordee.care.consent.standing import standing_of
from cordee.care.emergency import emergency_in_force
from cordee.care.episode.view import life_of
from cordee.care.identity import banner
from cordee.care.plan import late_count
from cordee.kernel.clock import now
from cordee.store import categories as cat
from cordee.store.emergencies import WRITES
from cordee.web.page import is_partial, render
from cordee.web.record.parts import Part, parts_for
from cordee.web.site import today_of

LIVE = "live"


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the record in the tabs; `note` is what is late there, a rare one gives its place first."""

    path: str
    word: str
    is_here: bool
    note: str = ""
    is_rare: bool = False


class Quick(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be added in two taps."""

    path: str
    word: str
    icon: str
    short: str = ""


QUICK = (
    (cat.NOTEBOOK, Quick(path="/cahier/nouvelle", word="Note", icon="pencil-plus")),
    (cat.NOTEBOOK, Quick(path="/cahier/nouvelle?photo=1", word="Photo", icon="camera")),
    (cat.MEASURES, Quick(path="/mesures/nouvelle", word="Mesure", icon="activity")),
    (cat.PLAN, Quick(path="/taches/nouvelle", word="Tâche", icon="checkbox")),
    (cat.AGENDA, Quick(path="/agenda/nouveau", word="Rendez-vous", icon="calendar-event", short="RDV")),
    (cat.DOCUMENTS, Quick(path="/documents/nouveau", word="Document", icon="paperclip")),
)


def voice_of(actor: Actor, patient_id: str) -> str:
    """Return how the pages speak: `pro` to a professional, `mine` to the person, `hers` to someone close."""
    if actor.who == f"Patient/{patient_id}":
        return "mine"
    return "hers" if actor.kind == "carer" else "pro"


def root_of(patient_id: str) -> str:
    """Return the address of a record."""
    return f"/dossiers/{patient_id}"


def is_open(chart: Chart, voice: str) -> bool:
    """Return whether a reader stands in the record: a professional who only sent or received a request does not."""
    return voice != "pro" or chart.team is not None


def frame(request: Request, chart: Chart, part: str = "") -> dict[str, Any]:
    """Return what the templates of every page of a record need, read from its chart: no statement."""
    actor: Actor = request.state.actor
    voice = voice_of(actor, chart.patient_id)
    root = root_of(chart.patient_id)
    late = late_count(chart, today_of(request))
    quick = [one for category, one in QUICK if is_open(chart, voice) and actor.may_write(category)]
    tabs = [_tab(one, voice, root, part, late) for one in parts_for(actor, chart.patient_id, voice)]
    return {
        "patient_id": chart.patient_id,
        "root": root,
        "here": request.url.path,
        "voice": voice,
        "who": banner(chart, today_of(request)),
        "raised": alerts_of(chart),
        "circle": circle_of(chart, now()),
        "life": life_of(chart),
        "consent": standing_of(chart, now()) if actor.may_read(cat.CONSENT) else None,
        "printed_at": now(),
        "tabs": tabs if is_open(chart, voice) else [],
        "quick": quick,
        "may": {name: actor.may_write(bit) for name, bit in _NAMES.items()},
        "reads_medical": actor.may_read(cat.MEDICAL),
        "me": actor.who,
    }


async def show(
    request: Request,
    template: str,
    chart: Chart,
    part: str,
    context: dict[str, Any],
    *,
    block: str | None = None,
) -> Response:
    """Return a page of the record; only its live part, or the `block` named, when htmx asks to refresh or to go on."""
    block = block or (LIVE if is_partial(request) else None)
    emergency = await emergency_in_force(request.state.door, chart)
    around = {**frame(request, chart, part), "emergency": emergency}
    if emergency is not None:
        around |= _of_emergency(around)
    return await render(request, template, {**around, **context}, block=block)


def _of_emergency(around: dict[str, Any]) -> dict[str, Any]:
    """Return what may be added to a record opened in an emergency: contributions only."""
    given = {one.path for category, one in QUICK if category & WRITES}
    return {
        "quick": [one for one in around["quick"] if one.path in given],
        "may": {name: can and bool(_NAMES[name] & WRITES) for name, can in around["may"].items()},
    }


_NAMES = {
    "plan": cat.PLAN,
    "circle": cat.CIRCLE,
    "notebook": cat.NOTEBOOK,
    "measures": cat.MEASURES,
    "agenda": cat.AGENDA,
    "documents": cat.DOCUMENTS,
    "messages": cat.MESSAGES,
    "consent": cat.CONSENT,
}


def _tab(one: Part, voice: str, root: str, part: str, late: int) -> Tab:
    note = f"{late} en retard" if one.path == "/plan" and late and voice == "pro" else ""
    return Tab(
        path=f"{root}{one.path}",
        word=one.said(voice),
        is_here=one.path == part,
        note=note,
        is_rare=one.is_rare,
    )
