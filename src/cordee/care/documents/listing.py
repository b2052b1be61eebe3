"""The documents of a record: found by type, author and words, newest first; the versions of one; content within."""

import base64

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.documents.belonging import is_of_record
from cordee.care.documents.depositing import any_document
from cordee.care.documents.document import Document, document_of, is_archived
from cordee.care.files import Content
from cordee.fhir import systems
from cordee.fhir.r4 import DocumentReference
from cordee.fhir.search import parse_query
from cordee.kernel.errors import NotFoundError

SHELVES: dict[str, int] = {"DocumentReference": 500}
PAGE_SIZE = 40
VERSIONS_MAX = 20
WORDS_LENGTH = 100


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader looks for among documents; all of it empty is every one that was not put aside."""

    type: str = ""
    author: str = ""
    words: str = ""
    archived: bool = False


class Documents(msgspec.Struct, frozen=True):
    """A page of documents; `cursor` asks for the older ones."""

    shown: list[Document]
    cursor: str | None


async def find_documents(door: Door, chart: Chart, sought: Sought, cursor: str | None = None) -> Documents:
    """Return a page of the documents sought, newest first. Cost: one statement, one more for unknown names."""
    pairs = [
        ("patient", f"Patient/{chart.patient_id}"),
        ("status", "current"),
        ("type:not", f"{systems.NOTE_TYPE}|"),
        ("category:not", f"{systems.DOCUMENT_CATEGORY}|{systems.REQUEST_FILE}"),
        ("_count", str(PAGE_SIZE)),
    ]
    if sought.type:
        pairs.append(("type", sought.type))
    if sought.author:
        pairs.append(("author", sought.author))
    if sought.words:
        pairs.append(("_content", sought.words[:WORDS_LENGTH]))
    query = parse_query("DocumentReference", pairs)
    query.cursor = cursor
    page = await door.search(query)
    found = [
        one for row in page.rows if is_archived(one := row.resource) == sought.archived and is_of_record(one)
    ]
    await _learn(door, chart, found)
    return Documents([document_of(chart, one, door.actor.who) for one in found], page.cursor)


def documents_of(chart: Chart, me: str = "") -> list[Document]:
    """Return the documents of a record opened with these SHELVES, newest first."""
    return [
        document_of(chart, one, me)
        for one in chart.of(DocumentReference)
        if is_of_record(one) and one.status == "current"
    ]


async def versions_of(door: Door, chart: Chart, document_id: str) -> list[Document]:
    """Return a document and the versions it replaces, the newest first. Raises NotFoundError.

    Cost: a statement for each version.
    """
    found: list[DocumentReference] = [await any_document(door, chart.patient_id, document_id)]
    while len(found) < VERSIONS_MAX and (before := document_of(chart, found[-1]).replaces):
        try:
            found.append(await any_document(door, chart.patient_id, before))
        except NotFoundError:
            break
    await _learn(door, chart, found)
    return [document_of(chart, one, door.actor.who) for one in found]


async def read_inner_content(door: Door, patient_id: str, document_id: str) -> Content:
    """Return the bytes a document carries within itself, as imported ones do."""
    attachment = (await any_document(door, patient_id, document_id)).content[0].attachment
    if not attachment.data:
        raise NotFoundError
    return Content(content_type=attachment.contentType or "", data=base64.b64decode(attachment.data))


async def _learn(door: Door, chart: Chart, found: list[DocumentReference]) -> None:
    authors = (author for one in found for author in (one.author or ())[:1])
    await chart.learn(door, (one.reference or "" for one in authors if not one.display))
