"""Files of letters: a content of no record is read with the one message it was sent with, by nobody else. ADR 0048.

The content says so itself (`Binary.securityContext`): naming somebody's file in a message of one's own gives nothing.
It is written once, with that message and by who sends it; afterwards it is only deleted.
"""

import re
from typing import Any

from cordee.store.came_of import joined_to
from cordee.store.categories import MESSAGES
from cordee.store.columns import Columns
from cordee.store.current import Current
from cordee.store.errors import FileWithoutMessageError
from cordee.store.owned import ADDRESSED_TYPE, JOINED_TYPE

_LETTER = re.compile(r"Communication/([A-Za-z0-9\-.]{1,64})")


def letter_of(resource: Any, type_name: str, patient_id: str | None) -> str:
    """Return the id of the message a content of no record is read with; empty for none, and for anything else."""
    if type_name != JOINED_TYPE or resource is None or patient_id is not None:
        return ""
    named = resource.securityContext.reference if resource.securityContext is not None else None
    match = _LETTER.fullmatch(named or "")
    return match[1] if match else ""


class LetterFilesWritten:
    """The files of no record one unit writes, and the messages of no record it begins."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._letters: dict[str, set[str]] = {}

    def add(self, type_: str, id_: str, resource: Any, columns: Columns, row: Current | None) -> None:
        """Note what is about to be written, and the row it replaces; a deletion is its author's to make.

        Raises FileWithoutMessageError for a file of no record that is changed, becomes one, or ceases to be one.
        """
        if resource is None:
            return
        if type_ == ADDRESSED_TYPE and row is None and columns.patient_id is None:
            self._letters[id_] = joined_to(resource, type_) if columns.category & MESSAGES else set()
        if type_ != JOINED_TYPE:
            return
        if row is not None and None in (row.patient_id, columns.patient_id):
            raise FileWithoutMessageError
        if columns.patient_id is None:
            self._files[id_] = letter_of(resource, type_, None)

    def refuse_foreign(self) -> None:
        """Raise FileWithoutMessageError for a file that no message of no record, new in the same unit, joins.

        Whether the message it names stands elsewhere or not: the answer is the same.
        """
        for id_, letter in self._files.items():
            if f"{JOINED_TYPE}/{id_}" not in self._letters.get(letter, ()):
                raise FileWithoutMessageError
