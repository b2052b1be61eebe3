"""The list of reviews, one review with the lines that raised it, and deciding."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access.reviews import COMMENT_MAX, KINDS, STATES
from cordee.care.privacy import names_of, shown_lines
from cordee.kernel.errors import NotFoundError
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.privacy.officer import gate_for_officer, role_labels

PAGE = 50
EVIDENCE_SHOWN = 20
LIST = "/vie-privee/signalements"
TABS = {
    "": ("À examiner", ("open",)),
    "suivis": ("À suivre", ("follow-up",)),
    "clos": ("Clos", ("justified", "breach")),
}


async def show_list(request: Request) -> Response:
    """Show the reviews of one state, newest first."""
    gate, door = gate_for_officer(request), request.state.door
    chosen = request.query_params.get("etat", "")
    chosen = chosen if chosen in TABS else ""
    found = await gate.reviews.page(door.actor, TABS[chosen][1], PAGE + 1, _before(request))
    page = found[:PAGE]
    context = {
        "reviews": page,
        "before": page[-1].raised_at.isoformat() if len(found) > PAGE else None,
        "names": await names_of(gate, door, {one.who for one in page} | {one.organization for one in page}),
        "kinds": KINDS,
        "states": STATES,
        "chosen": chosen,
        "tabs": [
            {
                "path": f"{LIST}?etat={key}" if key else LIST,
                "word": word,
                "is_here": key == chosen,
                "note": "",
            }
            for key, (word, _) in TABS.items()
        ],
    }
    return await render(request, "privacy/reviews.html", context)


async def show_one(request: Request) -> Response:
    """Show one review: whose conduct, the lines that raised it, what was decided so far, and the form."""
    gate_for_officer(request)
    return await _shown(request, Form())


async def decide(request: Request) -> Response:
    """Take a decision with its comment, beside those before."""
    gate = gate_for_officer(request)
    form = await read_form(request)
    state = form.choice("state", set(STATES) - {"open"}, missing="Choisissez une décision.")
    comment = form.text(
        "comment", missing="Dites en une phrase ce qui fonde la décision.", length_max=COMMENT_MAX
    )
    if not form.is_valid:
        return await _shown(request, form, status=422)
    await gate.reviews.decide(request.state.actor, request.path_params["id"], state, comment)
    return done(request, "Décision enregistrée.", back=LIST)


async def _shown(request: Request, form: Form, *, status: int = 200) -> Response:
    gate, door = gate_for_officer(request), request.state.door
    review, decisions = await gate.reviews.one(door.actor, request.path_params["id"])
    lines = []
    for name in review.evidence[:EVIDENCE_SHOWN]:
        try:
            lines.append(await door.traces.one(name))
        except NotFoundError:
            continue  # purged at its term
    context = {
        "review": review,
        "decisions": decisions,
        "lines": await shown_lines(gate, door, lines, role_labels(request)),
        "names": await names_of(gate, door, {review.who, review.organization}),
        "kinds": KINDS,
        "states": STATES,
        "choices": [(code, words) for code, words in STATES.items() if code != "open"],
        "form": form,
    }
    return await render(request, "privacy/review.html", context, status=status)


def _before(request: Request) -> datetime | None:
    try:
        moment = datetime.fromisoformat(request.query_params.get("avant", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


ROUTES = [
    Route(LIST, show_list),
    Route(f"{LIST}/{{id}}", show_one, methods=["GET"]),
    Route(f"{LIST}/{{id}}", decide, methods=["POST"]),
]
