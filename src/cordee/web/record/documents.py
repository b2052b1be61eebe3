"""Documents: what one looks for in them, and one of them: its preview, where it comes from, its versions."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.documents import TYPES, Sought, find_documents, published, versions_of
from cordee.fhir import encode
from cordee.kernel.clock import now
from cordee.web.record.frame import show
from cordee.web.security import CONTENT_POLICY

WORDS_LENGTH = 100
PREVIEW_POLICY = "frame-src 'self'"


async def page(request: Request) -> Response:
    """Show the documents, newest first, as far as the address filters them."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    sought = sought_in(request)
    found = await find_documents(door, chart, sought, request.query_params.get("suite"))
    context = {
        "documents": found.shown,
        "cursor": found.cursor,
        "sought": sought,
        "filtered": filters_of(sought),
        "types": list(TYPES.items()),
        "authors": _authors(chart),
    }
    return await show(request, "record/documents.html", chart, "/documents", context)


async def one_document(request: Request) -> Response:
    """Show one document: its preview, who deposited it, for whom, the versions before it."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    versions = await versions_of(door, chart, request.path_params["id"])
    context = {"one": versions[0], "before": versions[1:]}
    response = await show(request, "record/document.html", chart, "/documents", context)
    response.headers["content-security-policy"] = framing(response)
    return response


def framing(response: Response) -> str:
    """Return the policy of a page that shows a file of this site in a frame."""
    return f"{response.headers.get('content-security-policy', CONTENT_POLICY)}; {PREVIEW_POLICY}"


def sought_in(request: Request) -> Sought:
    """Return what the address asks for; what it cannot mean is left out."""
    asked = request.query_params
    return Sought(
        type=asked.get("type", "") if asked.get("type") in TYPES else "",
        author=asked.get("auteur", ""),
        words=" ".join(asked.get("mots", "").split())[:WORDS_LENGTH],
        archived="archives" in asked,
    )


def filters_of(sought: Sought) -> str:
    """Return the filters as the address carries them, `&` at the end; empty when there is none."""
    pairs = {
        "type": sought.type,
        "auteur": sought.author,
        "mots": sought.words,
        "archives": "1" if sought.archived else "",
    }
    said = urlencode({name: value for name, value in pairs.items() if value})
    return f"{said}&" if said else ""


def _authors(chart: Chart) -> list[tuple[str, str]]:
    people = [
        chart.person(f"Patient/{chart.patient_id}"),
        *(one.person for one in circle_of(chart, now()).present),
    ]
    return list({one.reference: one.name for one in people}.items())


async def shared_shape(request: Request) -> Response:
    """Give a document as it is shared with other systems: its PDSm metadata, as FHIR JSON."""
    parameters = request.path_params
    found = await published(request.state.door, parameters["patient_id"], parameters["id"])
    headers = {"content-disposition": "attachment; filename=document.json"}
    return Response(encode(found), media_type="application/fhir+json", headers=headers)


ROUTES = (
    Route("/dossiers/{patient_id}/documents", page),
    Route("/dossiers/{patient_id}/documents/{id}", one_document),
    Route("/dossiers/{patient_id}/documents/{id}/pdsm", shared_shape),
)
