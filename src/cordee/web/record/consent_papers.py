"""The notice and the attestation, as PDF to print."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.consent.papers import attestation_paper, notice_paper
from cordee.care.consent.words import people_in
from cordee.care.files import Content
from cordee.care.print import make_pdf
from cordee.kernel.errors import NotFoundError
from cordee.store import categories as cat
from cordee.territories.notice import notice_of
from cordee.web.record.contents import served
from cordee.web.site import site_of, today_of


async def notice(request: Request) -> Response:
    """Serve the notice to hand over; it names nobody."""
    paper = notice_paper(notice_of(site_of(request).territory), today_of(request))
    return served(Content(content_type="application/pdf", data=await make_pdf(paper)))


async def attestation(request: Request) -> Response:
    """Serve what the person decided and its evidence, to be signed or filed; kept by no cache."""
    door: Door = request.state.door
    if not door.actor.may_read(cat.CONSENT):
        raise NotFoundError
    chart = await open_chart(door, request.path_params["patient_id"])
    await chart.learn(door, people_in(chart))
    await door.note("pdf", patient_id=chart.patient_id, type_="Patient", detail="attestation de consentement")
    site = site_of(request)
    paper = attestation_paper(chart, notice_of(site.territory), today_of(request), site.zone)
    response = served(Content(content_type="application/pdf", data=await make_pdf(paper)))
    response.headers["cache-control"] = "no-store"
    return response


ROUTES = (
    Route("/notice-information.pdf", notice),
    Route("/dossiers/{patient_id}/consentement/attestation.pdf", attestation),
)
