"""The forms by which somebody joins the circle: a professional or a structure of the directory, somebody close."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.access.inviting import Draft
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.circle_agreement import AGREEMENTS, Agreement
from cordee.care.circle_joining import Joining, add_professional, add_relative, add_structure
from cordee.care.circle_members import GUARDIAN, MANDATES, RELATIVE_ROLES, Relative
from cordee.care.circle_rights import may_invite
from cordee.care.directory import find_professionals, find_structures
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of
from cordee.web.site import site_of, today_of

RELATIONS = ("sa fille", "son fils", "sa mère", "son père", "son épouse", "son époux", "sa sœur", "son frère",
             "sa petite-fille", "son petit-fils", "sa voisine", "son voisin", "sa tutrice", "son tuteur")  # fmt: skip
PHONE_DIGITS_MIN = 6
OUTSIDE_SAID = "Ajouté hors de l’équipe de soins : son accès s’ouvre dès que l’accord est recueilli."


async def new_professional(request: Request) -> Response:
    """Search the directory and show whom it found, or add the professional or structure chosen."""
    ensure_may_write(request, cat.CIRCLE)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await _form(request, {"agreement": "present"})
    query = (form.value("q") or request.query_params.get("q", ""))[:100]
    if request.method == "POST" and await _added(request, patient_id, form):
        outside = form.ticked("outside")
        return done(
            request, OUTSIDE_SAID if outside else "C’est fait : le cercle compte un membre de plus.",
            back=f"{root_of(patient_id)}/{'consentement' if outside else 'cercle'}",
        )  # fmt: skip
    chart = await _chart_to_invite(door, patient_id)
    context = {
        "query": query,
        "found": await find_professionals(door, query),
        "structures": await find_structures(door, query),
        "present": {one.reference for one in circle_of(chart, now()).present},
        "agreements": list(AGREEMENTS.items()),
    }
    return await form_page(request, "record/professional_form.html", chart, form, context)


async def new_relative(request: Request) -> Response:
    """Show a blank relative, or add the one sent to the circle."""
    ensure_may_write(request, cat.CIRCLE)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await _form(request, {"agreement": "present", "role": "CAREGIVER"})
    if request.method == "POST":
        relative, joining = _relative(form), _joining(form, today_of(request))

        async def add() -> None:
            id_ = await add_relative(door, patient_id, relative, joining)
            await _welcome(request, relative, f"RelatedPerson/{id_}")

        if await carried_out(form, add):
            said = "Ce proche est dans le cercle."
            if relative.email:
                said += " L’invitation part par courriel."
            return done(request, said, back=f"{root_of(patient_id)}/cercle")
    chart = await _chart_to_invite(door, patient_id)
    context = {
        "relations": RELATIONS,
        "roles": list(RELATIVE_ROLES.items()),
        "mandates": list(MANDATES.items()),
        "agreements": list(AGREEMENTS.items()),
    }
    return await form_page(request, "record/carer_form.html", chart, form, context)


async def _form(request: Request, values: dict[str, str]) -> Form:
    if request.method == "POST":
        return await read_form(request)
    return Form(values={"since": today_of(request).isoformat(), **values})


async def _chart_to_invite(door: Door, patient_id: str) -> Chart:
    chart = await open_chart(door, patient_id)
    if not may_invite(chart, door.actor):
        raise ForbiddenError
    return chart


async def _added(request: Request, patient_id: str, form: Form) -> bool:
    door: Door = request.state.door
    member = form.text("member", missing="Choisissez un professionnel ou une structure dans la liste.")
    joining = _joining(form, today_of(request))

    async def add() -> None:
        if member.startswith("Organization/"):
            await add_structure(door, patient_id, member, joining)
        else:
            await add_professional(door, patient_id, member, joining, is_doctor=form.ticked("doctor"))

    return await carried_out(form, add)


def _joining(form: Form, latest: date) -> Joining:
    since = form.day("since", missing="Choisissez le jour d’entrée.", latest=latest)
    how = form.choice("agreement", AGREEMENTS, missing="Dites comment la personne a donné son accord.")
    words = form.text("agreement_words", length_max=300)
    return Joining(
        since=since or latest,
        agreement=Agreement(how=how, words=words),
        form_id=form.form_id,
        is_outside=form.ticked("outside"),
    )


def _relative(form: Form) -> Relative:
    return Relative(
        given=form.text("given", missing="Écrivez le prénom.", length_max=60),
        family=form.text("family", missing="Écrivez le nom.", length_max=60),
        relation=form.text("relation", missing="Écrivez le lien : sa fille, son voisin…", length_max=60),
        role=form.choice("role", RELATIVE_ROLES, missing="Choisissez un rôle."),
        phone=_phone(form),
        email=_email(form),
        mandate=form.choice("mandate", MANDATES),
        is_designated_in_writing=form.ticked("designated"),
    )


async def _welcome(request: Request, relative: Relative, reference: str) -> None:
    """Give a relative just added a way in: an invitation by e-mail; in a demonstration, the list of people too."""
    gate, door = site_of(request).gate, request.state.door
    is_guardian = relative.role == GUARDIAN
    if relative.email:
        draft = Draft(
            name=f"{relative.given} {relative.family}",
            kind="carer",
            role="guardian" if is_guardian else "",
            role_label=relative.relation.capitalize(),
            who=reference,
            keys=(reference,),
        )
        await gate.credentials.invitations.invite(draft, email=relative.email, invited_by=door.actor)
    await gate.welcome_demo_relative(
        reference,
        f"{relative.given} {relative.family}",
        relative.relation.capitalize(),
        is_guardian=is_guardian,
    )


def _phone(form: Form) -> str:
    phone = form.text("phone", length_max=20)
    digits = sum(character.isdigit() for character in phone)
    if phone and (digits < PHONE_DIGITS_MIN or any(not (c.isdigit() or c in "+. -()") for c in phone)):
        form.errors["phone"] = "Ce numéro ne se lit pas. Écrivez-le ainsi : 06 12 34 56 78."
    return phone


def _email(form: Form) -> str:
    email = form.text("email", length_max=120)
    name, _, domain = email.partition("@")
    if email and (not name or "." not in domain or " " in email):
        form.errors["email"] = "Cette adresse ne se lit pas. Écrivez-la ainsi : prenom.nom@exemple.fr."
    return email


ROUTES = (
    Route("/dossiers/{patient_id}/cercle/professionnel", new_professional, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/cercle/proche", new_relative, methods=["GET", "POST"]),
)
