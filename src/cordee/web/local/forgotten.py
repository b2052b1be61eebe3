"""A password forgotten: a letter with a link; whether anybody has the address does not show."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access.refusals import NotAnAddressError, ThrottledError
from cordee.web.forms import Form, read_form
from cordee.web.local.entering import refused
from cordee.web.page import render
from cordee.web.place import place_of
from cordee.web.site import site_of


async def show(request: Request) -> Response:
    """Ask for the e-mail."""
    return await render(request, "local/forgotten.html", {"form": Form(), "is_sent": False})


async def ask(request: Request) -> Response:
    """Send the letter, if there is somebody to send it to, and say the same either way."""
    form = await read_form(request)
    email = form.text("email", missing="Écrivez votre adresse e-mail.", length_max=254)
    status = 200
    if form.is_valid:
        try:
            await site_of(request).gate.credentials.ask_new_password(email, place_of(request))
        except NotAnAddressError as error:
            form.errors["email"], status = error.message_fr, error.http_status
        except ThrottledError as error:
            status = refused(form, error)
    context = {"form": form, "is_sent": form.is_valid}
    return await render(
        request, "local/forgotten.html", context, status=status if form.is_valid else max(status, 422)
    )


ROUTES = (
    Route("/connexion/oubli", show, methods=["GET"]),
    Route("/connexion/oubli", ask, methods=["POST"]),
)
