"""What the person allows: the page of professionals, and the same in the person's own words."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.circle import circle_of, directory_of
from cordee.care.circle_rights import guardians_of, speaks_for_the_person
from cordee.care.consent.rights import may_record
from cordee.care.consent.standing import standing_of
from cordee.care.consent.words import people_in, told
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import categories as cat
from cordee.territories.notice import notice_of
from cordee.web.page import render
from cordee.web.record.frame import frame, show
from cordee.web.site import site_of


async def page(request: Request) -> Response:
    """Show what stands, what waits for an agreement, and what stood before."""
    door: Door = request.state.door
    if not door.actor.may_read(cat.CONSENT):
        raise NotFoundError
    chart = await open_chart(door, request.path_params["patient_id"])
    await chart.learn(door, people_in(chart))
    at = now()
    standing = standing_of(chart, at)
    context = {
        "standing": standing,
        "information": told(chart, standing.information) if standing.information else None,
        "permissions": [told(chart, one) for one in standing.permissions],
        "refusals": [told(chart, one) for one in standing.refusals],
        "past": [told(chart, one) for one in standing.past],
        "waiting": [chart.person(one) for one in standing.waiting],
        "team": circle_of(chart, at, await directory_of(door, chart)),
        "guardians": [chart.person(one) for one in guardians_of(chart)],
        "may_record": may_record(chart, door.actor),
        "decides": speaks_for_the_person(chart, door.actor),
        "notice": notice_of(site_of(request).territory),
    }
    return await show(request, "record/consent.html", chart, "/consentement", context)


async def state(request: Request) -> Response:
    """Show the state of consent again, in the banner of a page that is open."""
    door: Door = request.state.door
    if not door.actor.may_read(cat.CONSENT):
        raise NotFoundError
    chart = await open_chart(door, request.path_params["patient_id"])
    return await render(request, "record/consent_state.html", frame(request, chart), block="state")


ROUTES = (
    Route("/dossiers/{patient_id}/consentement", page),
    Route("/dossiers/{patient_id}/consentement/etat", state),
)
