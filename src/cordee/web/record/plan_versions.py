"""Versions of the plan: keeping one, agreeing with it, collecting agreements, comparing two, on paper and as FHIR."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import plan
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_rights import speaks_for_the_person
from cordee.care.consent.evidence import Collected
from cordee.care.consent.shape import COLLECTED_HOW
from cordee.care.planning.agreements import OWN_SESSION, agree, collect, signers
from cordee.care.planning.comparing import compare, plan_in
from cordee.care.planning.paper import plan_paper
from cordee.care.planning.reading import newest_shown, read_version
from cordee.care.planning.team import team_then
from cordee.care.planning.versions import PROVENANCES, Version, make_version, versions_of
from cordee.care.print import make_pdf
from cordee.fhir.r4 import Bundle
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import bytes_of, carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of, show
from cordee.web.site import site_of, today_of

NOW = "maintenant"


async def page(request: Request) -> Response:
    """Show the versions; with two of them named, what differs between them."""
    door, chart = await _chart(request)
    versions = versions_of(chart)
    query = request.query_params
    after = query.get("avec") or NOW
    before = query.get("de") or ""
    comparison = None
    if not before:
        newest = await newest_shown(door, chart.patient_id, (one.document_id for one in versions))
        before = newest.id if newest is not None else ""
    if before:
        old = await _plan(request, door, chart, before)
        new = await _plan(request, door, chart, after)
        comparison = compare(old, new)
    choices = [(one.document_id, f"Version {one.rank}") for one in versions]
    context = {
        "versions": versions,
        "comparison": comparison,
        "choices": [(NOW, "Le plan d’aujourd’hui"), *choices],
        "before": before,
        "after": after,
        "signs": door.actor.is_professional or speaks_for_the_person(chart, door.actor),
        "version_key": Form().form_id,
    }
    return await show(request, "record/plan_versions.html", chart, "/plan", context)


async def make(request: Request) -> Response:
    """Keep the plan as it stands as a new version."""
    ensure_may_write(request, cat.PLAN)
    patient_id = request.path_params["patient_id"]
    form = await read_form(request)
    door, day = request.state.door, today_of(request)
    await make_version(door, patient_id, day, form_id=form.form_id)
    return done(
        request, "Version arrêtée : recueillez maintenant les accords.", back=f"{root_of(patient_id)}/plan"
    )


async def sign(request: Request) -> Response:
    """Say that one agrees with a version."""
    patient_id = request.path_params["patient_id"]
    form = await read_form(request)
    door, id_ = request.state.door, request.path_params["id"]
    await agree(door, patient_id, id_, form_id=form.form_id)
    return done(request, "Votre accord est enregistré.", back=f"{root_of(patient_id)}/plan")


async def gather(request: Request) -> Response:
    """Show who may agree, or write down the agreement somebody gave, with the paper when there is one."""
    ensure_may_write(request, cat.PLAN)
    door, chart = await _chart(request)
    version = _named(chart, request.path_params["id"])
    form = await read_form(request) if request.method == "POST" else Form(values={"how": "oral"})
    if request.method == "POST":
        given_by = form.text("given_by", missing="Dites qui donne son accord.", length_max=80)
        how = form.choice("how", COLLECTED_HOW, missing="Dites comment c’est recueilli.")
        files = await bytes_of(form, "scan")
        given = Collected(
            given_by=given_by,
            how=how,
            at=now(),
            notice="",
            form_id=form.form_id,
            scan=files[0] if files else b"",
        )
        if await carried_out(form, lambda: collect(door, chart.patient_id, version.document_id, given)):
            return done(request, "Accord recueilli.", back=f"{root_of(chart.patient_id)}/plan")
    people = await signers(door, chart)
    context = {
        "version": version,
        "signers": [
            (one.reference, f"{one.name}, {one.role}" if one.role else one.name)
            for one in people.values()
            if version.signer_of(one.reference) is None
        ],
        "ways": [one for one in COLLECTED_HOW.items() if one[0] != OWN_SESSION],
    }
    return await form_page(request, "record/agreement_form.html", chart, form, context)


async def paper(request: Request) -> Response:
    """Serve the plan as a PDF: the version named, else the plan as it stands."""
    door, chart = await _chart(request)
    id_ = request.path_params.get("id", "")
    version = _named(chart, id_) if id_ else None
    document = await _document(door, chart, id_) if version is not None else None
    shown = plan_in(document, chart.patient_id) if document else await _plan(request, door, chart, NOW)
    await door.note("pdf", patient_id=chart.patient_id, type_="Patient", detail="plan")
    site = site_of(request)
    made = plan_paper(
        chart, shown, version, today_of(request), site.zone, service=site.territory.name,
        circle=await team_then(door, chart, document),
    )  # fmt: skip
    headers = {"cache-control": "no-store", "content-disposition": 'inline; filename="plan.pdf"'}
    return Response(await make_pdf(made), media_type="application/pdf", headers=headers)


async def document(request: Request) -> Response:
    """Serve the FHIR document of a version."""
    _, chart = await _chart(request)
    version = _named(chart, request.path_params["id"])
    stored = await read_version(request.state.door, chart.patient_id, version.document_id)
    headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="plan.fhir.json"'}
    return Response(stored.content, media_type="application/fhir+json", headers=headers)


async def _chart(request: Request) -> tuple[Door, Chart]:
    door: Door = request.state.door
    if not door.actor.may_read(cat.PLAN):
        raise NotFoundError
    shelves = {**plan.SHELVES, **PROVENANCES}
    return door, await open_chart(door, request.path_params["patient_id"], shelves)


async def _plan(request: Request, door: Door, chart: Chart, id_: str) -> plan.Plan:
    """Return the plan of a version of this record, or the plan as it stands."""
    if id_ == NOW:
        return plan.plan_of(chart, today_of(request), door.actor.who)
    _named(chart, id_)
    return plan_in(await _document(door, chart, id_), chart.patient_id)


async def _document(door: Door, chart: Chart, id_: str) -> Bundle:
    found: Bundle = (await read_version(door, chart.patient_id, id_)).resource
    return found


def _named(chart: Chart, id_: str) -> Version:
    found = next((one for one in versions_of(chart) if one.document_id == id_), None)
    if found is None:
        raise NotFoundError
    return found


_VERSIONS = "/dossiers/{patient_id}/plan/versions"
ROUTES = (
    Route("/dossiers/{patient_id}/plan.pdf", paper),
    Route(_VERSIONS, page),
    Route(f"{_VERSIONS}/nouvelle", make, methods=["POST"]),
    Route(f"{_VERSIONS}/{{id}}.pdf", paper),
    Route(f"{_VERSIONS}/{{id}}.json", document),
    Route(f"{_VERSIONS}/{{id}}/accord", sign, methods=["POST"]),
    Route(f"{_VERSIONS}/{{id}}/accords/nouveau", gather, methods=["GET", "POST"]),
)
