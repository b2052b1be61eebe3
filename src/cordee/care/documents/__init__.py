"""Documents of a record: what they are, finding them, depositing one, its versions, putting it aside."""

from cordee.care.documents.belonging import is_of_record, is_request_file
from cordee.care.documents.depositing import add_document, archive_document, withdraw_document
from cordee.care.documents.document import Document, document_of
from cordee.care.documents.listing import (
    SHELVES,
    Documents,
    Sought,
    documents_of,
    find_documents,
    read_inner_content,
    versions_of,
)
from cordee.care.documents.publishing import published
from cordee.care.documents.types import TYPES, USUAL, type_said

__all__ = [
    "SHELVES",
    "TYPES",
    "USUAL",
    "Document",
    "Documents",
    "Sought",
    "add_document",
    "archive_document",
    "document_of",
    "documents_of",
    "find_documents",
    "is_of_record",
    "is_request_file",
    "published",
    "read_inner_content",
    "type_said",
    "versions_of",
    "withdraw_document",
]
