"""The notes of a period on paper, oldest first, as far as the reader sees them."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.identity import banner
from cordee.care.notebook.contents import PAPER, PHOTO, VOICE, Piece
from cordee.care.notebook.note import Note
from cordee.care.notebook.pages import show_notebook
from cordee.care.notebook.wanted import Wanted
from cordee.care.print import Paper

NOTES_MAX = 300
A_PAGE = 100
_JOINED = {
    PHOTO: ("photo", "photos"),
    VOICE: ("message vocal", "messages vocaux"),
    PAPER: ("document", "documents"),
}


async def notebook_paper(
    door: Door, chart: Chart, wanted: Wanted, period: tuple[date, date], *, zone: ZoneInfo, on: date
) -> Paper:
    """Return the paper of the notes of a period, filtered as on the page; beyond `NOTES_MAX` it says what is missing.

    Cost: six statements for each hundred notes.
    """
    since, until = period
    asked = msgspec.structs.replace(wanted, since=since, until=until)
    notes: list[Note] = []
    cursor: str | None = None
    while len(notes) < NOTES_MAX:
        page = await show_notebook(door, chart, cursor, asked, zone=zone, count=A_PAGE)
        notes += page.notes
        cursor = page.cursor
        if cursor is None:
            break
    who = banner(chart, on)
    data: dict[str, Any] = {
        "service": "Cordée, cahier de liaison",
        "person": who.name.civil,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "printed_by": door.actor.name,
        "is_cut": cursor is not None,
        "notes": [_note(one, zone) for one in reversed(notes)],
    }
    return Paper(
        package="cordee.care.notebook", template="notebook", title="Cahier de liaison", on=on, data=data
    )


def _note(note: Note, zone: ZoneInfo) -> dict[str, Any]:
    marks = [note.type_label, *(["urgent"] if note.is_urgent else [])]
    if note.is_corrected:
        marks.append("corrigée")
    author = f"{note.author.name}, {note.author.role}" if note.author.role else note.author.name
    answers = note.answers
    return {
        "author": author,
        "at": _moment(note.at, zone),
        "marks": marks,
        "text": note.text,
        "answers": f"{answers.author.name}, {_moment(answers.at, zone)}" if answers else "",
        "joined": joined_words(note),
        "audience": note.audience,
        "read_by": list(note.read_by),
    }


def joined_words(note: Note) -> str:
    """Return what is joined to a note as its paper tells it: how many of each, and what is said of them in words."""
    said = []
    for form, (one, several) in _JOINED.items():
        pieces = [piece for piece in note.pieces if piece.form == form]
        if pieces:
            said.append(f"{len(pieces)} {several if len(pieces) > 1 else one}{_in_words(note, form, pieces)}")
    return ", ".join(said)


def _in_words(note: Note, form: str, pieces: list[Piece]) -> str:
    if form == VOICE:
        return " (écrit ci-dessus)" if note.is_transcript else ""
    shown = " ; ".join(piece.title for piece in pieces if form == PHOTO and piece.title)
    return f" ({shown})" if shown else ""


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{local.day:02}/{local.month:02}/{local.year} à {local.hour} h {local.minute:02}"
