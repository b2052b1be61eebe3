"""The circle: who is in it, who was, and the forms by which someone joins or leaves."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import circle_writing
from cordee.care.chart import open_chart
from cordee.care.circle import circle_of, show_circle
from cordee.care.directory import find_professionals
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of, show, today
from cordee.web.site import site_of

RELATIONS = ("sa fille", "son fils", "son épouse", "son époux", "sa sœur", "son frère", "sa mère", "son père",
             "sa petite-fille", "son petit-fils", "sa voisine", "son voisin", "sa tutrice", "son tuteur")  # fmt: skip
PHONE_DIGITS_MIN = 6


async def page(request: Request) -> Response:
    """Show the circle, today's and past members."""
    chart, found = await show_circle(request.state.door, request.path_params["patient_id"])
    return await show(request, "record/circle.html", chart, "/cercle", {"team": found})


async def new_professional(request: Request) -> Response:
    """Search the directory and show whom it found, or add the professional chosen."""
    ensure_may_write(request, cat.CIRCLE)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = (
        await read_form(request)
        if request.method == "POST"
        else Form(values={"since": today(request).isoformat()})
    )
    query = (form.value("q") or request.query_params.get("q", ""))[:100]
    if request.method == "POST":
        member = form.text("member", missing="Choisissez un professionnel dans la liste.")
        since = form.day("since", missing="Choisissez le jour d’entrée.", latest=today(request))
        if since is not None and await carried_out(
            form,
            lambda: circle_writing.add_professional(
                door, patient_id, member, is_doctor=form.ticked("doctor"), since=since, form_id=form.form_id
            ),
        ):
            return done(request, "Ce professionnel est dans le cercle.", back=f"{root_of(patient_id)}/cercle")
    chart = await open_chart(door, patient_id)
    present = {one.reference for one in circle_of(chart, now()).present}
    context = {"query": query, "found": await find_professionals(door, query), "present": present}
    return await form_page(request, "record/professional_form.html", chart, form, context)


async def new_carer(request: Request) -> Response:
    """Show a blank relative, or add the one sent to the circle."""
    ensure_may_write(request, cat.CIRCLE)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    values = {"since": today(request).isoformat(), "role": "CAREGIVER"}
    form = await read_form(request) if request.method == "POST" else Form(values=values)
    if request.method == "POST":
        given = form.text("given", missing="Écrivez le prénom.", length_max=60)
        family = form.text("family", missing="Écrivez le nom.", length_max=60)
        relation = form.text("relation", missing="Écrivez le lien : sa fille, son voisin…", length_max=60)
        role = form.choice("role", circle_writing.CARER_ROLES, missing="Choisissez un rôle.")
        phone = _phone(form)
        since = form.day("since", missing="Choisissez le jour d’entrée.", latest=today(request))

        async def add() -> None:
            assert since is not None
            id_ = await circle_writing.add_carer(
                door, patient_id, given=given, family=family, relation=relation, role=role, phone=phone, since=since,
                form_id=form.form_id,
            )  # fmt: skip
            gate = site_of(request).gate
            await gate.welcome_demo_relative(
                f"RelatedPerson/{id_}", f"{given} {family}", relation.capitalize()
            )

        if await carried_out(form, add):
            return done(request, "Ce proche est dans le cercle.", back=f"{root_of(patient_id)}/cercle")
    chart = await open_chart(door, patient_id)
    context = {"relations": RELATIONS, "roles": list(circle_writing.CARER_ROLES.items())}
    return await form_page(request, "record/carer_form.html", chart, form, context)


async def leave(request: Request) -> Response:
    """Show how a member leaves, or end their presence with the reason sent."""
    ensure_may_write(request, cat.CIRCLE)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    reference = f"{request.path_params['type']}/{request.path_params['id']}"
    form = await read_form(request) if request.method == "POST" else Form()
    if request.method == "POST":
        reason = form.choice(
            "reason", circle_writing.LEAVING_REASONS, missing="Choisissez la raison du départ."
        )
        version = form.text("version")
        expected = int(version) if version.isdigit() else None
        if await carried_out(
            form,
            lambda: circle_writing.end_membership(
                door, patient_id, reference, reason=reason, expected_version=expected
            ),
        ):
            back = f"{root_of(patient_id)}/cercle"
            return done(
                request,
                "Le départ est enregistré : l’accès s’arrête.",
                back=back,
                undo=f"{back}/{reference}/retour",
            )
    chart = await open_chart(door, patient_id)
    team = circle_of(chart, now())
    member = next((one for one in team.present if one.reference == reference), None)
    if member is None:
        raise NotFoundError
    context = {"member": member, "team": team, "reasons": list(circle_writing.LEAVING_REASONS.items())}
    return await form_page(request, "record/leave_form.html", chart, form, context)


async def come_back(request: Request) -> Response:
    """Take back a departure."""
    patient_id = request.path_params["patient_id"]
    reference = f"{request.path_params['type']}/{request.path_params['id']}"
    await circle_writing.undo_end(request.state.door, patient_id, reference)
    return done(request, "Le départ est annulé.", back=f"{root_of(patient_id)}/cercle")


def _phone(form: Form) -> str:
    phone = form.text("phone", length_max=20)
    digits = sum(character.isdigit() for character in phone)
    if phone and (digits < PHONE_DIGITS_MIN or any(not (c.isdigit() or c in "+. -()") for c in phone)):
        form.errors["phone"] = "Ce numéro ne se lit pas. Écrivez-le ainsi : 06 12 34 56 78."
    return phone


ROUTES = (
    Route("/dossiers/{patient_id}/cercle", page),
    Route("/dossiers/{patient_id}/cercle/professionnel", new_professional, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/cercle/proche", new_carer, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/cercle/{type}/{id}/depart", leave, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/cercle/{type}/{id}/retour", come_back, methods=["POST"]),
)
