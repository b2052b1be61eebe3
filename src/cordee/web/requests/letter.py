"""The letter that answers a request, as PDF to print or to send."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.print import make_pdf
from cordee.care.requests.letter import letter
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.web.site import site_of


def routes() -> list[Route]:
    """Return the route of the letter."""
    return [Route("/demandes/{id}/courrier.pdf", show)]


async def show(request: Request) -> Response:
    """Serve the letter; traced, and kept by no cache."""
    actor, site = request.state.actor, site_of(request)
    if not actor.is_coordinator:
        raise NotFoundError
    found = await requests.read_request(request.state.door, request.path_params["id"])
    paper = letter(
        found,
        actor,
        service=site.territory.wording.service,
        help_words=site.territory.wording.help,
        on=now().astimezone(site.zone).date(),
        zone=site.zone,
    )
    await request.state.door.note(
        "pdf",
        patient_id=found.patient_id,
        type_="ServiceRequest",
        id_=found.id,
        detail="réponse à une demande",
    )
    headers = {
        "content-disposition": f'inline; filename="reponse-{found.number}.pdf"',
        "cache-control": "no-store",
    }
    return Response(await make_pdf(paper), media_type="application/pdf", headers=headers)
