"""« Ce qui m’avertit »: by which channel, how often, not at which hours; and what became of what was sent."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cordee.access.notice_desk import Choice
from cordee.care.notices.choices import CHANNELS, RHYTHMS, channels_of
from cordee.care.notices.kinds import KINDS, Kind
from cordee.exchange.push import Push
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, InvalidRequestError
from cordee.web.account.device import device_name
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.site import site_of

ADDRESS = "/compte/avis"
DELIVERIES_SHOWN = 12
HOURS = [str(hour) for hour in range(24)]
STATES = {
    "waiting": ("en attente", ""),
    "sent": ("parti", "ok"),
    "given-up": ("non remis", "alert"),
    "needless": ("lu avant", ""),
}
ERRORS = {
    "letter-refused": "la boîte le refuse, ou aucun serveur d’envoi n’est réglé",
    "letter-not-sent": "le serveur d’envoi ne l’a pas pris",
    "no-mailbox": "aucune adresse e-mail",
    "push-not-sent": "le service du navigateur ne l’a pas pris",
    "no-browser": "aucun appareil inscrit",
}
ENDPOINT_LENGTH, KEY_LENGTH = 1000, 200


async def show(request: Request) -> Response:
    """Show what I chose, my devices and my last deliveries."""
    _ensure_told(request)
    desk, who = site_of(request).gate.notices, request.state.actor.who
    choice = (await desk.choices([who])).get(who, Choice())
    form = Form(
        values={
            "rhythm": choice.rhythm,
            "quiet_from": "" if choice.quiet_from is None else str(choice.quiet_from),
            "quiet_until": "" if choice.quiet_until is None else str(choice.quiet_until),
        }
    )
    return await _page(request, form, choice)


async def save(request: Request) -> Response:
    """Keep what I chose."""
    _ensure_told(request)
    form = await read_form(request)
    choice = Choice(
        channels={
            kind.code: [one for one in CHANNELS if one in form.several(kind.code)] for kind in _kinds(request)
        },
        rhythm=form.choice("rhythm", RHYTHMS, missing="Choisissez à quel rythme."),
        quiet_from=_hour(form, "quiet_from"),
        quiet_until=_hour(form, "quiet_until"),
    )
    if (choice.quiet_from is None) != (choice.quiet_until is None):
        form.errors["quiet_from"] = "Donnez les deux heures, ou aucune."
    if not form.is_valid:
        return await _page(request, form, choice)
    await site_of(request).gate.notices.save_choice(request.state.actor.who, choice, now())
    return done(request, "Vos choix sont gardés.", back=ADDRESS)


async def key(request: Request) -> Response:
    """Return the key a browser registers with."""
    _ensure_told(request)
    return JSONResponse({"key": Push(site_of(request).settings).public_key})


async def register(request: Request) -> Response:
    """Register this browser, as it says itself."""
    _ensure_told(request)
    form = await read_form(request)
    endpoint = form.text("endpoint", missing="?", length_max=ENDPOINT_LENGTH)
    p256dh = form.text("p256dh", missing="?", length_max=KEY_LENGTH)
    auth = form.text("auth", missing="?", length_max=KEY_LENGTH)
    if not form.is_valid or not endpoint.startswith(("https://", "http://")):
        raise InvalidRequestError(
            "Ce navigateur n’a pas donné de quoi recevoir des avis. Rien n’a été changé.",
            "This browser gave no way to receive notices. Nothing was changed.",
        )
    device, _ = device_name(request.headers.get("user-agent", ""))
    await site_of(request).gate.notices.register(request.state.actor.who, endpoint, p256dh, auth, device)
    return Response(status_code=204)


async def forget(request: Request) -> Response:
    """Stop telling one of my browsers."""
    _ensure_told(request)
    await site_of(request).gate.notices.forget_browser(request.state.actor.who, request.path_params["id"])
    return done(request, "Cet appareil ne reçoit plus d’avis.", back=ADDRESS)


async def _page(request: Request, form: Form, choice: Choice) -> Response:
    desk, who = site_of(request).gate.notices, request.state.actor.who
    mailbox = (await desk.mailboxes([who])).get(who)
    context = {
        "form": form,
        "kinds": [(kind, channels_of(kind, choice)) for kind in _kinds(request)],
        "rhythms": list(RHYTHMS.items()),
        "hours": [(hour, f"{hour} h") for hour in HOURS],
        "email": mailbox[1] if mailbox else "",
        "browsers": await desk.browsers(who),
        "deliveries": await desk.of(who, DELIVERIES_SHOWN),
        "states": STATES,
        "errors_said": ERRORS,
        "kind_names": {one.code: one.words for one in KINDS.values()},
    }
    return await render(request, "notices/choices.html", context, status=422 if form.errors else 200)


def _kinds(request: Request) -> Iterable[Kind]:
    is_professional = request.state.actor.is_professional
    return [one for one in KINDS.values() if is_professional or one.is_for_everyone]


def _hour(form: Form, name: str) -> int | None:
    value = form.choice(name, HOURS)
    return int(value) if value else None


def _ensure_told(request: Request) -> None:
    actor = getattr(request.state, "actor", None)
    if actor is None or not actor.reader_class:
        raise ForbiddenError


ROUTES = (
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, save, methods=["POST"]),
    Route(f"{ADDRESS}/cle", key, methods=["GET"]),
    Route(f"{ADDRESS}/appareils", register, methods=["POST"]),
    Route(f"{ADDRESS}/appareils/{{id}}/oublier", forget, methods=["POST"]),
)
