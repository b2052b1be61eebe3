"""What one does with an orientation: study, accept, keep waiting, refuse, admit; cancel; write to the other side."""

from datetime import UTC, datetime, time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import orientations
from cordee.care.orientations import REFUSALS, Orientation
from cordee.kernel.errors import NotFoundError
from cordee.kernel.whole_number import whole_number
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.professionals import only_professionals
from cordee.web.site import site_of, today_of

WORDS_LENGTH = 2000
RANK_MAX = 999
ACTS = {
    "accepter": ("Accepter", "Accepter", "check"),
    "attente": ("Mettre en attente", "Mettre en attente", "clock"),
    "refuser": ("Refuser", "Envoyer la réponse", "send"),
    "realisee": ("La personne est accueillie", "Enregistrer l’admission", "circle-check"),
    "annuler": ("Annuler l’orientation", "Annuler l’orientation", "x"),
}
BY_SENDER = frozenset({"annuler"})


def routes() -> list[Route]:
    """Return the routes of acts."""
    root = "/orientations/{id}"
    return [
        Route(f"{root}/etudier", study, methods=["POST"]),
        Route(f"{root}/reprendre", take_back, methods=["POST"]),
        Route(f"{root}/envoyer", send_draft, methods=["POST"]),
        Route(f"{root}/messages", say, methods=["POST"]),
        Route(f"{root}/repondre/{{act}}", show_act, methods=["GET"]),
        Route(f"{root}/repondre/{{act}}", do_act, methods=["POST"]),
    ]


async def study(request: Request) -> Response:
    """Say that it is being looked at."""
    return await _simple(request, orientations.study, "L’expéditeur sait que vous l’étudiez.")


async def take_back(request: Request) -> Response:
    """Take a refusal back."""
    return await _simple(
        request, orientations.take_back, "Refus repris : la demande est de nouveau à l’étude."
    )


async def send_draft(request: Request) -> Response:
    """Send a draft."""
    return await _simple(request, orientations.send_draft, "Orientation envoyée.")


async def say(request: Request) -> Response:
    """Write to the other side."""
    only_professionals(request)
    form = await read_form(request)
    text = form.text("text", missing="Écrivez votre message.", length_max=WORDS_LENGTH)
    id_ = request.path_params["id"]
    if not form.is_valid:
        found = await orientations.read_orientation(request.state.door, id_)
        has_record = await request.state.door.sees(found.patient_id)
        context = {"found": found, "has_record": has_record, "form": form}
        return await render(request, "orientations/one.html", context, status=422)
    await orientations.say(request.state.door, id_, text)
    return done(request, "Message envoyé.", back=_path(id_))


async def show_act(request: Request) -> Response:
    """Show the form of one act."""
    found, act = await _asked(request)
    values = {"rank": found.rank or "1", "at": today_of(request).isoformat()}
    return await _page(request, found, act, Form(values=values), status=200)


async def do_act(request: Request) -> Response:
    """Carry one act out."""
    found, act = await _asked(request)
    form = await read_form(request)
    words = form.text("words", length_max=WORDS_LENGTH)
    door, undo = request.state.door, None
    reason, rank, day = "", "", None
    if act == "refuser":
        reason = form.choice("reason", REFUSALS, missing="Choisissez la raison que l’expéditeur lira.")
        undo = f"{_path(found.id)}/reprendre"
    if act == "attente":
        rank = form.text("rank", missing="Écrivez le rang dans la liste d’attente.", length_max=3)
        if rank and not whole_number(rank, RANK_MAX):
            form.errors["rank"] = f"Écrivez un rang de 1 à {RANK_MAX}."
    if act == "realisee":
        day = form.day("at", missing="Choisissez le jour de l’admission.", latest=today_of(request))
    if not form.is_valid:
        return await _page(request, found, act, form, status=422)
    if act == "accepter":
        await orientations.accept_orientation(door, found.id, words=words)
    elif act == "attente":
        await orientations.set_aside(door, found.id, rank=int(rank), words=words)
    elif act == "refuser":
        await orientations.refuse(door, found.id, reason=reason, words=words)
    elif act == "realisee" and day is not None:
        noon = datetime.combine(day, time(12), site_of(request).zone).astimezone(UTC)
        await orientations.admit(door, found.id, at=noon, words=words)
    else:
        await orientations.cancel(door, found.id, why=words)
    return done(request, "C’est dit à l’autre côté.", back=_path(found.id), undo=undo)


async def _simple(request: Request, act: object, message: str) -> Response:
    only_professionals(request)
    id_ = request.path_params["id"]
    await act(request.state.door, id_)  # type: ignore[operator]  # an act of care.orientations
    return done(request, message, back=_path(id_))


async def _asked(request: Request) -> tuple[Orientation, str]:
    only_professionals(request)
    act = request.path_params["act"]
    found = await orientations.read_orientation(request.state.door, request.path_params["id"])
    if act not in ACTS or (act not in BY_SENDER and not found.is_received):
        raise NotFoundError
    return found, act


async def _page(request: Request, found: Orientation, act: str, form: Form, *, status: int) -> Response:
    context = {
        "found": found,
        "act": act,
        "title": ACTS[act][0],
        "button": ACTS[act][1],
        "icon": ACTS[act][2],
        "form": form,
        "reasons": list(REFUSALS.items()),
        "words_length": WORDS_LENGTH,
    }
    return await render(request, "orientations/act_form.html", context, status=status)


def _path(id_: str) -> str:
    return f"/orientations/{id_}"
