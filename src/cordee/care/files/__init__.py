"""A file somebody sends, from the bytes of a form to a Binary of the record and back.

    file = await sent_file(content, DOCUMENT_KINDS, title="Courrier du Dr Perrin")
    async with door.writing() as unit:
        attachment = keep_file(unit, file, patient_id, id_=entry_id(form_id, "file"), labels=all_labels(audience))

Notes, documents, messages, requests and meetings all use it. Must not know what a file belongs to.
"""

from cordee.care.files.keeping import keep_file
from cordee.care.files.kinds import DOCUMENT_KINDS, NOTE_KINDS, PAPERS, PICTURES, VOICES, kind_of_file
from cordee.care.files.reading import Content, read_content, read_thumbnail
from cordee.care.files.sending import TITLE_LENGTH, SentFile, one_line, sent_file, sent_photo
from cordee.store.came_of import thumbnail_id

__all__ = [
    "DOCUMENT_KINDS",
    "NOTE_KINDS",
    "PAPERS",
    "PICTURES",
    "TITLE_LENGTH",
    "VOICES",
    "Content",
    "SentFile",
    "keep_file",
    "kind_of_file",
    "one_line",
    "read_content",
    "read_thumbnail",
    "sent_file",
    "sent_photo",
    "thumbnail_id",
]
