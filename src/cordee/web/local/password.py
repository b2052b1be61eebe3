"""Signing in by password, then by the code of an application or a recovery code."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access.refusals import BusyError, CeremonyOverError, ThrottledError, WrongProofError
from cordee.kernel.errors import CordeeError
from cordee.web.forms import Form, read_form
from cordee.web.local.entering import let_in, refused
from cordee.web.notice import is_own_path
from cordee.web.page import render
from cordee.web.place import RESUME, STEP, drop, has_passkeys, keep, place_of
from cordee.web.session import SIGN_IN
from cordee.web.site import site_of

PASSWORD_LENGTH = 1024  # what a field may hold; what may be chosen is told by the rule
CODE = "/connexion/code"
REFUSALS = (WrongProofError, ThrottledError, BusyError)


async def show(request: Request) -> Response:
    """Show the form alone, for who comes back to it."""
    return await _page(request, Form(values={"suite": _resume(request)}), 200)


async def check(request: Request) -> Response:
    """Check an e-mail and a password and go on to the code; whatever is wrong, the same words."""
    form = await read_form(request)
    email, password = form.text("email", length_max=254), form.value("password")[:PASSWORD_LENGTH]
    try:
        step = await site_of(request).gate.credentials.sign_in.check_password(
            email, password, place_of(request)
        )
    except REFUSALS as error:
        return await _page(request, form, refused(form, error), error)
    wanted = form.value("suite")
    response = RedirectResponse(CODE, status_code=303)
    keep(request, response, STEP, step)
    keep(request, response, RESUME, wanted if is_own_path(wanted) else "/")
    return response


async def show_code(request: Request) -> Response:
    """Ask for the code."""
    return await _code_page(request, Form(), 200)


async def check_code(request: Request) -> Response:
    """Check the code and open the session."""
    form = await read_form(request)
    step = request.cookies.get(STEP, "")
    try:
        who = await site_of(request).gate.credentials.sign_in.check_code(
            step, form.text("code", length_max=40), place_of(request)
        )
    except CeremonyOverError:
        return RedirectResponse(SIGN_IN, status_code=303)
    except REFUSALS as error:
        return await _code_page(request, form, refused(form, error), error)
    response = await let_in(request, who, "password", request.cookies.get(RESUME, "/"))
    drop(response, RESUME)
    return response


async def _page(request: Request, form: Form, status: int, error: CordeeError | None = None) -> Response:
    context = {"form": form, "suite": _resume(request, form), "has_passkeys": has_passkeys(request)}
    response = await render(request, "local/password.html", context, status=status)
    return _later(response, error)


async def _code_page(request: Request, form: Form, status: int, error: CordeeError | None = None) -> Response:
    try:
        means = await site_of(request).gate.credentials.sign_in.asks_code_of(request.cookies.get(STEP, ""))
    except CeremonyOverError:
        return RedirectResponse(SIGN_IN, status_code=303)
    context = {
        "form": form,
        "means": means,
        "suite": request.cookies.get(RESUME, "/"),
        "has_passkeys": means.passkeys > 0 and has_passkeys(request),
    }
    return _later(await render(request, "local/code.html", context, status=status), error)


def _later(response: Response, error: CordeeError | None) -> Response:
    """Return an answer that says when to come back, when attempts are slowed down."""
    if isinstance(error, ThrottledError):
        response.headers["retry-after"] = str(error.seconds)
    return response


def _resume(request: Request, form: Form | None = None) -> str:
    wanted = (form.value("suite") if form else "") or request.query_params.get("suite", "/")
    return wanted if is_own_path(wanted) else "/"


ROUTES = (
    Route("/connexion/mot-de-passe", show, methods=["GET"]),
    Route("/connexion/mot-de-passe", check, methods=["POST"]),
    Route(CODE, show_code, methods=["GET"]),
    Route(CODE, check_code, methods=["POST"]),
)
