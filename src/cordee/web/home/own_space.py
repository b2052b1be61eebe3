"""« Mon espace »: a patient's own record, or the records a carer is in; one opens at once, several are offered."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cordee.care import worklist
from cordee.web.page import render


async def own_space(request: Request) -> Response:
    """Open the one record of this person, or show those to choose from."""
    if request.state.actor.is_professional:
        return RedirectResponse("/", status_code=303)
    records = await worklist.my_records(request.state.door)
    if len(records.rows) == 1:
        return RedirectResponse(f"/dossiers/{records.rows[0].patient_id}", status_code=303)
    return await render(request, "home/own_space.html", {"records": records})
