"""The circle: who is in it, who was, who asks to join, and what each may do about it."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Actor
from cordee.care.chart import Chart
from cordee.care.circle import Circle, Member, show_circle
from cordee.care.circle_answering import ask_of
from cordee.care.circle_asking import waiting
from cordee.care.circle_rights import is_referent, may_answer, may_end, may_invite, speaks_for_the_person
from cordee.web.record.frame import show


class Acts(msgspec.Struct, frozen=True, kw_only=True):
    """What this reader may do on the page: to the circle, and to each member by reference."""

    invites: bool
    answers: bool
    decides: bool
    ends: frozenset[str]
    leaves: str


async def page(request: Request) -> Response:
    """Show the circle, today's and past members, and who asks to join."""
    chart, found = await show_circle(request.state.door, request.path_params["patient_id"])
    acts = _acts(chart, request.state.actor, found)
    context = {
        "team": found,
        "acts": acts,
        "asks": [ask_of(task) for task in waiting(chart)] if acts.answers else [],
        "is_referent": {one.reference: is_referent(chart, one.reference) for one in found.present},
    }
    return await show(request, "record/circle.html", chart, "/cercle", context)


def _acts(chart: Chart, actor: Actor, found: Circle) -> Acts:
    decides = speaks_for_the_person(chart, actor)
    return Acts(
        invites=may_invite(chart, actor),
        answers=may_answer(chart, actor),
        decides=decides,
        ends=frozenset(_ended_by(chart, actor)),
        leaves=_own(found.present, actor) if actor.kind == "carer" else "",
    )


def _ended_by(chart: Chart, actor: Actor) -> list[str]:
    return [
        one.member.reference or ""
        for one in (chart.team.participant if chart.team else None) or ()
        if one.member is not None and may_end(chart, actor, one)
    ]


def _own(members: tuple[Member, ...], actor: Actor) -> str:
    return next((one.reference for one in members if one.reference == actor.who), "")


ROUTES = (Route("/dossiers/{patient_id}/cercle", page),)
