"""What a person is told after an act: a sentence and, when it can be undone, how."""

import base64
import json

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

FLASH_SECONDS = 60


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, and the address to POST to take the act back."""

    message: str
    undo: str | None = None


def is_own_path(path: str) -> bool:
    """Return whether the text is a path of this site and cannot lead elsewhere."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


def answer_done(notice: Notice, back: str, *, partial: bool) -> Response:
    """Return no content and an event for htmx, or a redirection with the notice in a short-lived cookie."""
    if partial:
        event = {"cordee:done": {"message": notice.message, "undo": notice.undo or ""}, "changed": {}}
        return Response(status_code=204, headers={"hx-trigger": json.dumps(event)})
    response = RedirectResponse(back if is_own_path(back) else "/", status_code=303)
    packed = base64.urlsafe_b64encode(msgspec.json.encode(notice)).decode()
    response.set_cookie("flash", packed, max_age=FLASH_SECONDS, path="/", httponly=True, samesite="lax")
    return response


def take_flash(request: Request) -> Notice | None:
    """Return the notice the last act left, or None; one that was tampered with is ignored."""
    packed = request.cookies.get("flash")
    if not packed:
        return None
    try:
        notice = msgspec.json.decode(base64.urlsafe_b64decode(packed), type=Notice)
    except (ValueError, msgspec.DecodeError):
        return None
    if notice.undo is not None and not is_own_path(notice.undo):
        return None
    return notice
