"""What changes one line of a part: added, amended, ended, entered in error, taken back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.sections import acts
from cordee.care.sections.kind import Field, Given, Kind
from cordee.care.sections.parts import PARTS
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of
from cordee.web.record.sections import kind_of, part_of


async def new(request: Request) -> Response:
    """Show a blank line of a kind, or add the one sent."""
    door, patient_id, kind, form = await _opened(request)
    wrote: list[acts.Wrote] = []
    if request.method == "POST":
        given = _given(kind, form)

        async def write() -> None:
            wrote.append(await acts.add(door, patient_id, kind, given, form_id=form.form_id))

        if await carried_out(form, write):
            return _done(request, kind, "C’est noté.", wrote)
    return await _form_page(request, kind, form, "nouveau")


async def change(request: Request) -> Response:
    """Show a line to be amended, or keep what was sent."""
    door, patient_id, kind, form = await _opened(request)
    id_ = request.path_params["id"]
    wrote: list[acts.Wrote] = []
    if request.method == "POST":
        given, version = _given(kind, form), form.version()

        async def write() -> None:
            wrote.append(
                await acts.amend(door, patient_id, kind, id_, given, version=version, form_id=form.form_id)
            )

        if await carried_out(form, write):
            return _done(request, kind, "C’est modifié ; ce qui était écrit reste lisible.", wrote)
    else:
        stood = await acts.line_of(door, patient_id, kind, id_)
        version_now = (stood.meta.versionId if stood.meta else None) or ""
        form = Form(values={**kind.given(stood), "version": version_now})
    return await _form_page(request, kind, form, f"{id_}/modifier")


async def ending(request: Request) -> Response:
    """Ask why a line ends, or end it for the reason sent."""
    door, patient_id, kind, form = await _opened(request)
    id_ = request.path_params["id"]
    stood = await acts.line_of(door, patient_id, kind, id_)
    wrote: list[acts.Wrote] = []
    if request.method == "POST":
        reason, version = (
            form.choice("reason", dict(kind.ends), missing="Choisissez pourquoi."),
            form.version(),
        )

        async def write() -> None:
            wrote.append(
                await acts.end(door, patient_id, kind, id_, reason, version=version, form_id=form.form_id)
            )

        if await carried_out(form, write):
            return _done(request, kind, "C’est noté ; la ligne reste dans « Avant ».", wrote)
    else:
        only = kind.ends[0][0] if len(kind.ends) == 1 else ""
        form = Form(values={"reason": only, "version": (stood.meta.versionId if stood.meta else None) or ""})
    chart = await open_chart(door, patient_id)
    context = {"kind": kind, "part": part_of(request), "id": id_, "said": kind.said(stood)}
    return await form_page(request, "record/section_end.html", chart, form, context)


async def error(request: Request) -> Response:
    """Mark a line as entered in error."""
    door, patient_id, kind, _ = await _opened(request)
    wrote = await acts.withdraw(door, patient_id, kind, request.path_params["id"])
    return _done(request, kind, "La ligne est retirée : saisie par erreur.", [wrote])


async def undo(request: Request) -> Response:
    """Take back what gave a line this version."""
    door, patient_id, kind, _ = await _opened(request)
    await acts.undo(door, patient_id, kind, request.path_params["id"], request.path_params["version"])
    return done(request, "C’est comme avant.", back=f"{root_of(patient_id)}/{part_of(request)}")


async def _opened(request: Request) -> tuple[Door, str, Kind, Form]:
    kind = kind_of(request)
    ensure_may_write(request, kind.category)
    form = await read_form(request) if request.method == "POST" else Form()
    return request.state.door, request.path_params["patient_id"], kind, form


def _given(kind: Kind, form: Form) -> Given:
    return {one.name: _read(one, form) for one in kind.fields}


def _read(one: Field, form: Form) -> str:
    if one.shape in ("choice", "select"):
        return form.choice(one.name, dict(one.options), missing=one.missing)
    return form.text(one.name, missing=one.missing, length_max=one.length_max)


async def _form_page(request: Request, kind: Kind, form: Form, act: str) -> Response:
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    members = [(who, name) for who, name in acts.scene_of(door, chart).named.items()]
    context = {
        "kind": kind,
        "part": part_of(request),
        "act": act,
        "members": members,
        "is_new": act == "nouveau",
    }
    return await form_page(request, "record/section_form.html", chart, form, context)


def _done(request: Request, kind: Kind, said: str, wrote: list[acts.Wrote]) -> Response:
    back = f"{root_of(request.path_params['patient_id'])}/{part_of(request)}"
    undo_ = f"{back}/{kind.slug}/{wrote[0][0]}/annuler/{wrote[0][1]}" if wrote else None
    return done(request, said, back=back, undo=undo_)


_BOTH = ["GET", "POST"]
ROUTES = tuple(
    route
    for part in PARTS
    for root in (f"/dossiers/{{patient_id}}/{part}/{{kind}}",)
    for route in (
        Route(f"{root}/nouveau", new, methods=_BOTH),
        Route(f"{root}/{{id}}/modifier", change, methods=_BOTH),
        Route(f"{root}/{{id}}/arreter", ending, methods=_BOTH),
        Route(f"{root}/{{id}}/erreur", error, methods=["POST"]),
        Route(f"{root}/{{id}}/annuler/{{version:int}}", undo, methods=["POST"]),
    )
)
