"""« Demander à rejoindre »: asking for somebody by strict traits; the answer is one, whoever they are."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.care.circle_asking import REASONS, WORDS_LENGTH_MAX, Asking, ask_to_join
from cordee.care.errors import CareError
from cordee.care.strict_traits import GENDERS, StrictTraits
from cordee.web.forms import Form, read_form
from cordee.web.page import render
from cordee.web.professionals import only_professionals
from cordee.web.site import site_of, today_of

ASK = "/dossiers/rejoindre"
SENT = f"{ASK}/envoyee"
SEXES = (("female", "Féminin"), ("male", "Masculin"))


def routes() -> list[Route]:
    """Return the routes of asking; they come before those of a record."""
    return [
        Route(ASK, show, methods=["GET"]),
        Route(ASK, send, methods=["POST"]),
        Route(SENT, sent, methods=["GET"]),
    ]


async def show(request: Request) -> Response:
    """Show a blank ask."""
    only_professionals(request)
    return await _page(request, Form(values={"reason": "treating"}), status=200)


async def send(request: Request) -> Response:
    """Send an ask; what it finds is told to nobody but the circle it is for."""
    only_professionals(request)
    form = await read_form(request)
    asking = _asking(request, form)
    if asking is None:
        return await _page(request, form, status=422)
    try:
        await ask_to_join(request.state.door, asking, form_id=form.form_id)
    except CareError as error:
        form.refuse(error)
        return await _page(request, form, status=422)
    return RedirectResponse(SENT, status_code=303)


async def sent(request: Request) -> Response:
    """Say that the ask is sent, always in the same words."""
    only_professionals(request)
    return await render(request, "records/join_sent.html", {"help": site_of(request).territory.wording.help})


def _asking(request: Request, form: Form) -> Asking | None:
    family = form.text("family", missing="Écrivez le nom de naissance.", length_max=100)
    given = form.text("given", missing="Écrivez le premier prénom.", length_max=100)
    today = today_of(request)
    born_on = form.day("born_on", missing="Écrivez la date de naissance.", latest=today)
    gender = form.choice("gender", GENDERS, missing="Choisissez le sexe.")
    birthplace = form.text("birthplace", length_max=5).upper()
    reason = form.choice("reason", REASONS, missing="Dites pourquoi vous demandez.")
    words = form.text("words", length_max=WORDS_LENGTH_MAX)
    if not form.is_valid or born_on is None:
        return None
    traits = StrictTraits(family=family, given=given, born_on=born_on, gender=gender, birthplace=birthplace)
    return Asking(traits=traits, reason=reason, words=words)


async def _page(request: Request, form: Form, *, status: int) -> Response:
    context = {"form": form, "sexes": SEXES, "reasons": list(REASONS.items())}
    return await render(request, "records/join.html", context, status=status)
