"""The life of a record: its state, its story, its summary once closed."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.consent.standing import standing_of
from cordee.care.documents import add_document
from cordee.care.elements import words_of
from cordee.care.entry import once
from cordee.care.episode.journal import journal_of
from cordee.care.episode.paper import closing_paper
from cordee.care.episode.rights import may_govern
from cordee.care.episode.summary import TITLE, summary_of, words_of_summary
from cordee.care.episode.view import life_of
from cordee.care.episode_current import episode_of
from cordee.care.files import Content
from cordee.care.print import Paper, make_pdf
from cordee.fhir.r4 import Composition, Condition
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import categories as cat
from cordee.web.forms import read_form
from cordee.web.page import done
from cordee.web.record.contents import served
from cordee.web.record.frame import root_of, show
from cordee.web.site import site_of, today_of

SHELVES: dict[str, int] = {"Condition": 60, "Composition": 20}
SUMMARY_TYPE = "60591-5"


async def page(request: Request) -> Response:
    """Show where the record stands and what became of it since it was opened."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES)
    life, episode = life_of(chart), episode_of(chart)
    problems = {one.id: words_of(one.code) for one in chart.of(Condition)}
    summary = summary_of(episode, chart.of(Composition)) if episode is not None else None
    context = {
        "life": life,
        "journal": await journal_of(door, chart, life.id),
        "diagnoses": [problems[one] for one in life.diagnoses if one in problems],
        "summary": words_of_summary(summary) if summary is not None else "",
        "may_govern": may_govern(chart, door.actor),
        "standing": standing_of(chart, now()) if door.actor.may_read(cat.CONSENT) else None,
        "has_problems": bool(problems),
        "share_key": new_id(),
    }
    return await show(request, "record/episode.html", chart, "", context)


async def summary_pdf(request: Request) -> Response:
    """Serve the summary of a closed record; kept by no cache, and traced."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES)
    paper = _paper(request, chart)
    await door.note("pdf", patient_id=chart.patient_id, type_="Patient", detail="bilan de clôture")
    response = served(Content(content_type="application/pdf", data=await make_pdf(paper)))
    response.headers["cache-control"] = "no-store"
    return response


async def share_summary(request: Request) -> Response:
    """Put the summary among the documents of the record, for the whole circle; twice puts it once."""
    door: Door = request.state.door
    form = await read_form(request)
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES)
    content = await make_pdf(_paper(request, chart))

    async def deposit() -> None:
        await add_document(
            door, chart.patient_id, title=TITLE, type_code=SUMMARY_TYPE, content=content,
            audience_code="circle", form_id=form.form_id,
        )  # fmt: skip

    await once(door, f"DocumentReference/{form.form_id}", chart.patient_id, deposit)
    back = f"{root_of(chart.patient_id)}/documents"
    return done(request, "Le bilan est dans les documents, pour le cercle.", back=back,
                undo=f"{back}/{form.form_id}/retirer")  # fmt: skip


def _paper(request: Request, chart: Chart) -> Paper:
    episode = episode_of(chart)
    summary = summary_of(episode, chart.of(Composition)) if episode is not None else None
    if summary is None:
        raise NotFoundError
    service = site_of(request).territory.wording.service
    return closing_paper(chart, life_of(chart), words_of_summary(summary), service, today_of(request))


ROUTES = (
    Route("/dossiers/{patient_id}/dossier", page),
    Route("/dossiers/{patient_id}/dossier/bilan.pdf", summary_pdf),
    Route("/dossiers/{patient_id}/dossier/bilan/partager", share_summary, methods=["POST"]),
)
