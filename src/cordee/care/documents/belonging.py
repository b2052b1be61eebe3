"""Which documents are of the record: neither notes of the notebook, nor files of a request nobody has put there."""

from cordee.care.elements import has_code
from cordee.care.notebook.kinds import is_note
from cordee.fhir import systems
from cordee.fhir.r4 import DocumentReference


def is_of_record(one: DocumentReference) -> bool:
    """Return whether it stands among the documents of the record."""
    return not is_note(one) and not is_request_file(one)


def is_request_file(one: DocumentReference) -> bool:
    """Return whether it is a file of a request for support, seen with the request."""
    return has_code(one.category, systems.DOCUMENT_CATEGORY, systems.REQUEST_FILE)
