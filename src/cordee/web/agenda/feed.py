"""My agenda in my telephone: the address to copy, shown once, and the calendar itself."""

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.agenda.calendar import SAYS, calendar_of
from cordee.kernel.clock import now
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.place import place_of
from cordee.web.site import site_of

PATH = "/agenda/telephone"
BELOW = "/agenda/flux/"
MAX_AGE_SECONDS = 600


async def settings(request: Request) -> Response:
    """Show whether my agenda is open to my telephone; or open it, and show its address this once."""
    door: Door = request.state.door
    if not door.actor.is_professional:
        return RedirectResponse("/mon-espace", status_code=303)
    desk = site_of(request).gate.calendars
    form = await read_form(request) if request.method == "POST" else Form(values={"says": "initials"})
    address = ""
    if request.method == "POST" and form.choice("says", SAYS, missing="Choisissez ce qui est montré."):
        secret = await desk.open(door, form.value("says"))
        address = f"{_base(request)}{BELOW}{secret}.ics"
    context = {
        "form": form, "says": list(SAYS.items()), "address": address, "open": await desk.of(door.actor),
        "webcal": address.partition("://")[2],
    }  # fmt: skip
    return await render(request, "agenda/phone.html", context, status=422 if form.errors else 200)


async def close(request: Request) -> Response:
    """Close the address: what was read is not read again."""
    await site_of(request).gate.calendars.close(request.state.door)
    return done(request, "L’adresse est fermée.", back="/agenda")


async def calendar(request: Request) -> Response:
    """Answer the calendar of a secret address, or 304 when nothing changed since it was last read."""
    site = site_of(request)
    door, feed = await site.gate.calendars.pass_secret(
        request.path_params["secret"], place_of(request).address
    )
    content = await calendar_of(door, site.zone, feed.says, now(), site.settings.public_url)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": f"private, max-age={MAX_AGE_SECONDS}"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = 'inline; filename="agenda.ics"'
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _base(request: Request) -> str:
    return site_of(request).settings.public_url or str(request.base_url).rstrip("/")


ROUTES = (
    Route(PATH, settings, methods=["GET", "POST"]),
    Route(f"{PATH}/fermer", close, methods=["POST"]),
    Route(f"{BELOW}{{secret}}.ics", calendar, methods=["GET"]),
)
