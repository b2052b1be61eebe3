"""How a form of the record ends: done, done already, or shown again with what was written and what to correct."""

from collections.abc import Awaitable, Callable
from datetime import time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cordee.access import Actor
from cordee.care.chart import Chart
from cordee.care.errors import CareError
from cordee.kernel.errors import (
    Category,
    CordeeError,
    ForbiddenError,
    PayloadTooLargeError,
    VersionConflictError,
)
from cordee.store.contents import ContentError
from cordee.web.forms import Form
from cordee.web.page import done, render
from cordee.web.record.frame import frame

UPLOAD_BYTES_MAX = 15 * 1024 * 1024


def ensure_may_write(request: Request, category: int) -> None:
    """Raise ForbiddenError for whoever could not send a form: their role never writes that part."""
    actor: Actor = request.state.actor
    if not actor.may_write(category):
        raise ForbiddenError


async def carried_out(form: Form, act: Callable[[], Awaitable[Any]]) -> bool:
    """Run an act when its form is valid, and return whether it stands now.

    When the same form did it already, it stands. When a rule of the field or somebody else's change refuses it, the
    form carries the sentence and keeps what was written. Any other refusal passes through.
    """
    if not form.is_valid:
        return False
    try:
        await act()
    except CareError as error:
        form.errors[error.field] = error.message_fr
        form.message = "" if error.field else error.message_fr
        return False
    except (VersionConflictError, ContentError) as error:
        form.refuse(error)
        return False
    except CordeeError as error:
        if error.category is not Category.CONFLICT:
            raise
    return True


async def form_page(
    request: Request, template: str, chart: Chart, form: Form, context: dict[str, Any] | None = None
) -> Response:
    """Return a form as a sheet or a page, with status 422 when something in it is to be corrected."""
    part = "/" + request.url.path.split("/")[3]
    values = {**frame(request, chart, part), "form": form, **(context or {})}
    return await render(request, template, values, status=422 if form.errors else 200)


async def bytes_of(form: Form, name: str) -> list[bytes]:
    """Return the files chosen in a field; see `all_bytes_of`."""
    return (await all_bytes_of(form, name))[0]


async def all_bytes_of(form: Form, *names: str) -> list[list[bytes]]:
    """Return the files chosen in each field, and give back the temporary files of the whole form.

    When one is larger than 15 MiB, raises PayloadTooLargeError; the whole body is bounded before, as it streams in.
    """
    try:
        found = [[await file.read(UPLOAD_BYTES_MAX + 1) for file in form.files(name)] for name in names]
    finally:
        await form.close()
    if any(len(content) > UPLOAD_BYTES_MAX for contents in found for content in contents):
        raise PayloadTooLargeError(UPLOAD_BYTES_MAX)
    return found


def hour_of(form: Form, name: str, *, missing: str = "") -> time | None:
    """Return the hour written, `14:30` or `14h30`, or None with an error when it is none."""
    text = form.text(name, missing=missing, length_max=8)
    if not text:
        return None
    hours, _, minutes = text.lower().replace(" ", "").replace("h", ":").partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        form.errors[name] = "Cette heure n’existe pas. Écrivez-la ainsi : 14:30."
        return None


__all__ = ["all_bytes_of", "bytes_of", "carried_out", "done", "ensure_may_write", "form_page", "hour_of"]
