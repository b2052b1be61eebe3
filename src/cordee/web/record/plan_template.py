"""A whole plan from a theme of the territory, in one tap: all it proposes is ticked, what does not fit is unticked."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care.chart import open_chart
from cordee.care.planning.templates import Proposed, ProposedAction, apply_template
from cordee.kernel.whole_number import whole_number
from cordee.store import categories as cat
from cordee.territories.model import Theme
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of
from cordee.web.site import site_of

GOALS_MAX = 100  # proposed by one theme


async def choose(request: Request) -> Response:
    """Show the themes, or what the one named proposes, or add what was kept of it."""
    ensure_may_write(request, cat.PLAN)
    door, patient_id = request.state.door, request.path_params["patient_id"]
    themes = [one for one in site_of(request).territory.themes if one.plan]
    form = await read_form(request) if request.method == "POST" else Form()
    wanted = form.value("theme") or request.query_params.get("theme", "")
    theme = next((one for one in themes if one.code == wanted), None)
    if request.method == "POST":
        kept = {rank for one in form.several("kept") if (rank := whole_number(one, GOALS_MAX)) is not None}
        if theme is None:
            form.errors["theme"] = "Choisissez un thème."
        elif not kept:
            form.errors["kept"] = "Gardez au moins un objectif."
        elif await carried_out(
            form, lambda: apply_template(door, patient_id, _proposed(theme), kept, form_id=form.form_id)
        ):
            return done(
                request,
                "Le plan est proposé : adaptez-le avec la personne.",
                back=f"{root_of(patient_id)}/plan",
            )
    elif theme is not None:
        form.tick("kept", *(str(rank) for rank in range(len(theme.plan))))
    chart = await open_chart(door, patient_id)
    roles = {one.code: one.label for one in site_of(request).territory.roles}
    context = {"themes": themes, "theme": theme, "roles": roles, "kept": form.several("kept")}
    return await form_page(request, "record/plan_template.html", chart, form, context)


def _proposed(theme: Theme) -> list[Proposed]:
    return [
        Proposed(
            need=one.need,
            domain=one.domain,
            goal=one.goal,
            actions=tuple(ProposedAction(text=act.text, role=act.role, kind=act.kind) for act in one.actions),
        )
        for one in theme.plan
    ]


ROUTES = (Route("/dossiers/{patient_id}/plan/modele", choose, methods=["GET", "POST"]),)
