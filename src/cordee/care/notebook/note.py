"""A note as it is shown: who, when, what kind, what it says and holds, for whom, and who has read it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from cordee.care.audience import audience_sentence, labels_of
from cordee.care.chart import Chart
from cordee.care.elements import code_of, id_in, instant
from cordee.care.notebook.contents import PHOTO, VOICE, Piece, is_transcript, is_wordless, pieces_of, text_of
from cordee.care.notebook.kinds import NOTE_TYPES, is_corrected, is_urgent
from cordee.care.people import Person
from cordee.fhir import systems
from cordee.fhir.r4 import DocumentReference
from cordee.kernel.clock import now
from cordee.store import Stored

FIRST_VISIT = timedelta(days=30)
"""How far back notes are new to somebody who never marked anything as read."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of who has read: marks on the record by reader, acknowledgements by note and reader."""

    me: str = ""
    visits: Mapping[str, datetime] = {}
    acknowledged: Mapping[str, Mapping[str, datetime]] = {}

    @property
    def since(self) -> datetime:
        """Return up to when this reader marked the record as read."""
        return self.visits.get(self.me) or now() - FIRST_VISIT


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has read a note; `said_so` when by a tap on this note, not by a mark on the whole record."""

    person: Person
    at: datetime
    said_so: bool


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One note; `answers` is the note it replies to when that one stands elsewhere.

    `is_wordless` when nothing is written, only joined; `is_transcript` when its text says what its voice message says.
    """

    id: str
    type: str
    type_label: str
    is_urgent: bool
    author: Person
    at: datetime | None
    changed_at: datetime
    text: str
    pieces: tuple[Piece, ...] = ()
    is_wordless: bool = False
    is_transcript: bool = False
    audience: str = ""
    labels: frozenset[str] = frozenset()
    reply_to: str = ""
    answers: "Note | None" = None
    replies: tuple["Note", ...] = ()
    readers: tuple[Reader, ...] = ()
    is_new: bool = False
    is_mine: bool = False
    i_said_so: bool = False
    is_corrected: bool = False
    version: int = 1

    @property
    def photos(self) -> tuple[Piece, ...]:
        """Return its photos."""
        return tuple(piece for piece in self.pieces if piece.form == PHOTO)

    @property
    def has_voice(self) -> bool:
        """Return whether a voice message is joined to it."""
        return any(piece.form == VOICE for piece in self.pieces)

    @property
    def read_by(self) -> tuple[str, ...]:
        """Return the names of those who have read it."""
        return tuple(reader.person.name for reader in self.readers)


def note_of(
    chart: Chart, stored: Stored, reference: DocumentReference, reading: Reading | None = None
) -> Note:
    """Return a note as it is shown to one reader."""
    reading = reading or Reading()
    code = code_of(reference.type, systems.NOTE_TYPE)
    author = chart.person(author_reference(reference), author_name(reference))
    labels = labels_of(reference.meta.security if reference.meta else None, reference.securityLabel)
    readers = _readers(chart, stored, author.reference, reading)
    i_said_so = any(one.said_so and one.person.reference == reading.me for one in readers)
    is_mine = bool(reading.me) and author.reference == reading.me
    return Note(
        id=reference.id or "",
        type=code,
        type_label=NOTE_TYPES.get(code, "Note"),
        is_urgent=is_urgent(reference),
        author=author,
        at=instant(reference.date) or stored.updated_at,
        changed_at=stored.updated_at,
        text=text_of(reference),
        pieces=tuple(pieces_of(reference)),
        is_wordless=is_wordless(reference),
        is_transcript=is_transcript(reference),
        audience=audience_sentence(labels),
        labels=labels,
        reply_to=reply_to(reference),
        readers=readers,
        is_new=bool(reading.me) and not is_mine and not i_said_so and stored.updated_at > reading.since,
        is_mine=is_mine,
        i_said_so=i_said_so,
        is_corrected=is_corrected(reference),
        version=stored.version,
    )


def reply_to(reference: DocumentReference) -> str:
    """Return the id of the note a reply was added to, or nothing."""
    links = (one for one in reference.relatesTo or () if one.code == "appends")
    return next((id_in(one.target, "DocumentReference") for one in links), "")


def author_reference(reference: DocumentReference) -> str:
    """Return the first author of a note, by reference."""
    return (reference.author[0].reference if reference.author else None) or ""


def author_name(reference: DocumentReference) -> str:
    """Return the name the note itself gives its author."""
    return (reference.author[0].display if reference.author else None) or ""


def _readers(chart: Chart, stored: Stored, author: str, reading: Reading) -> tuple[Reader, ...]:
    """Return who of the circle has read what the note says now, those who said so first, then by name."""
    told = reading.acknowledged.get(stored.id, {})
    found: dict[str, Reader] = {}
    for source, said_so in ((told, True), (reading.visits, False)):
        for who, at in source.items():
            is_known = who in chart.people
            if at >= stored.updated_at and who != author and is_known and who not in found:
                found[who] = Reader(person=chart.person(who), at=at, said_so=said_so)
    return tuple(sorted(found.values(), key=lambda one: (not one.said_so, one.person.name)))
