"""The fields every form of consent shares: who decides, how it was said, when, and the paper."""

from datetime import datetime, time

from starlette.requests import Request

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.circle_rights import speaks_for_the_person
from cordee.care.consent.evidence import Collected
from cordee.care.consent.rights import givers
from cordee.care.consent.shape import COLLECTED_HOW
from cordee.kernel.clock import now
from cordee.territories.notice import notice_of
from cordee.web.forms import Form
from cordee.web.record.acts import bytes_of
from cordee.web.site import site_of, today_of

NOON = time(12)


def blank(request: Request, chart: Chart, values: dict[str, str] | None = None) -> Form:
    """Return a form filled with the usual answers: today, of vive voix, from the person or who represents them."""
    door: Door = request.state.door
    found = givers(chart, door.actor)
    usual = {"how": "oral", "on": today_of(request).isoformat(), "given_by": found[-1][0] if found else ""}
    return Form(values=usual | (values or {}))


def choices(request: Request, chart: Chart) -> dict[str, object]:
    """Return what the shared fields offer."""
    door: Door = request.state.door
    return {
        "givers": givers(chart, door.actor),
        "ways": list(COLLECTED_HOW.items()),
        "decides": speaks_for_the_person(chart, door.actor),
        "notice": notice_of(site_of(request).territory),
    }


async def collected(request: Request, chart: Chart, form: Form) -> Collected:
    """Return what the shared fields say; errors stand in the form. What one does for oneself is in the application."""
    door: Door = request.state.door
    own = speaks_for_the_person(chart, door.actor)
    given_by = door.actor.who if own else form.text("given_by", missing="Dites qui décide.", length_max=80)
    how = "electronic" if own else form.choice("how", COLLECTED_HOW, missing="Dites comment c’est recueilli.")
    latest = today_of(request)
    on = latest if own else form.day("on", missing="Choisissez le jour.", latest=latest)
    files = await bytes_of(form, "scan")
    at = now()
    if on is not None and on != latest:
        at = datetime.combine(on, NOON, site_of(request).zone)
    return Collected(
        given_by=given_by,
        how=how,
        at=at,
        notice=notice_of(site_of(request).territory).uri,
        form_id=form.form_id,
        scan=files[0] if files else b"",
    )


def own_act(request: Request, chart: Chart, form_id: str) -> Collected:
    """Return the evidence of an act somebody does for themselves, at once."""
    door: Door = request.state.door
    return Collected(
        given_by=door.actor.who
        if speaks_for_the_person(chart, door.actor)
        else f"Patient/{chart.patient_id}",
        how="electronic" if speaks_for_the_person(chart, door.actor) else "oral",
        at=now(),
        notice=notice_of(site_of(request).territory).uri,
        form_id=form_id,
    )
