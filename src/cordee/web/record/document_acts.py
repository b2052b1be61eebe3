"""Acts of one tap on one's own document: put aside, withdrawn; each can be taken back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.documents import archive_document, withdraw_document
from cordee.web.page import done
from cordee.web.record.frame import root_of


def _address(request: Request) -> tuple[Door, str, str, str]:
    patient_id = request.path_params["patient_id"]
    return request.state.door, patient_id, request.path_params["id"], f"{root_of(patient_id)}/documents"


async def withdraw(request: Request) -> Response:
    """Withdraw one's own document."""
    door, patient_id, document_id, back = _address(request)
    await withdraw_document(door, patient_id, document_id)
    return done(request, "Document retiré.", back=back, undo=f"{back}/{document_id}/remettre")


async def put_back(request: Request) -> Response:
    """Show again a document that was withdrawn."""
    door, patient_id, document_id, back = _address(request)
    await withdraw_document(door, patient_id, document_id, take_back=True)
    return done(request, "Document remis.", back=back)


async def archive(request: Request) -> Response:
    """Put one's own document aside."""
    door, patient_id, document_id, back = _address(request)
    await archive_document(door, patient_id, document_id)
    return done(request, "Document archivé.", back=back, undo=f"{back}/{document_id}/desarchiver")


async def unarchive(request: Request) -> Response:
    """Bring back a document that was put aside."""
    door, patient_id, document_id, back = _address(request)
    await archive_document(door, patient_id, document_id, take_back=True)
    return done(request, "Document de nouveau dans la liste.", back=back)


_ONE = "/dossiers/{patient_id}/documents/{id}"
ROUTES = (
    Route(f"{_ONE}/retirer", withdraw, methods=["POST"]),
    Route(f"{_ONE}/remettre", put_back, methods=["POST"]),
    Route(f"{_ONE}/archiver", archive, methods=["POST"]),
    Route(f"{_ONE}/desarchiver", unarchive, methods=["POST"]),
)
