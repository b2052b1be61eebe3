"""The notebook (cahier de liaison): its notes and conversations, who has read them, what is looked for in them.

Owns how a note is read and shown; writing one is `care.note_writing`.
"""

from cordee.care.notebook.contents import Piece, is_wordless, photos_of, pieces_of, text_of
from cordee.care.notebook.in_words import WORDS_LENGTH, InWords
from cordee.care.notebook.kinds import NOTE_ICONS, NOTE_TYPES, is_note, is_urgent
from cordee.care.notebook.note import Note, Reader, Reading, note_of
from cordee.care.notebook.pages import PAGE_SIZE, Notebook, show_notebook
from cordee.care.notebook.wanted import Wanted

__all__ = [
    "NOTE_ICONS",
    "NOTE_TYPES",
    "PAGE_SIZE",
    "WORDS_LENGTH",
    "InWords",
    "Note",
    "Notebook",
    "Piece",
    "Reader",
    "Reading",
    "Wanted",
    "is_note",
    "is_urgent",
    "is_wordless",
    "note_of",
    "photos_of",
    "pieces_of",
    "show_notebook",
    "text_of",
]
