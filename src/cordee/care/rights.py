"""Who sees what in this territory: the matrix in force as its page shows it."""

from collections.abc import Callable

import msgspec

from cordee.access.habilitation import in_force
from cordee.access.matrix import CLASSES, CLOSE_CLASSES, PROFESSIONAL_CLASSES, Rights
from cordee.care.reader_words import (
    CLASS_WORDS,
    CONFIDENTIALITY_WORDS,
    LABEL_WORDS,
    PARTS,
    ClassWords,
    MarkWords,
    PartWords,
    enumerated,
)
from cordee.store.categories import CODES
from cordee.store.visibility import BIT_OF_CONFIDENTIALITY, BIT_OF_LABEL

RIGHT_WORDS = {"rw": "lit et écrit", "r": "lit", "w": "dépose", "-": "ne voit pas"}


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """One class of readers, a column of the table."""

    code: str
    words: ClassWords
    is_mine: bool
    is_close: bool


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One category, a line of the table: a right for each class, by its code."""

    words: PartWords
    rights: dict[str, str]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One label or confidentiality an entry may carry; to whom it hides that entry, to whom it leaves it, in words.

    `is_wide` when it hides from more than one class, which its name does not say.
    """

    code: str
    words: MarkWords
    hidden_from: str
    shown_to: str
    is_wide: bool


class RightsView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole matrix. `correctors` says who corrects what others wrote, empty when nobody does."""

    professionals: tuple[Reader, ...]
    close: tuple[Reader, ...]
    parts: tuple[Part, ...]
    labels: tuple[Mark, ...]
    confidentiality: tuple[Mark, ...]
    correctors: str

    @property
    def readers(self) -> tuple[Reader, ...]:
        """Return every class, in the order of the table."""
        return (*self.professionals, *self.close)


def show_rights(my_class: str) -> RightsView:
    """Return who sees what, the class of whoever asks marked."""
    matrix = in_force()
    return RightsView(
        professionals=tuple(_reader(one, my_class) for one in PROFESSIONAL_CLASSES),
        close=tuple(_reader(one, my_class) for one in CLOSE_CLASSES),
        parts=tuple(
            Part(words=words, rights={one: _right(matrix.of(one), CODES[part]) for one in CLASSES})
            for part, words in PARTS.items()
        ),
        labels=tuple(_mark(code, words, BIT_OF_LABEL[code]) for code, words in LABEL_WORDS.items()),
        confidentiality=tuple(
            _mark(code, words, BIT_OF_CONFIDENTIALITY[code]) for code, words in CONFIDENTIALITY_WORDS.items()
        ),
        correctors=enumerated(_named(lambda rights: rights.corrects_others)),
    )


def _reader(code: str, my_class: str) -> Reader:
    return Reader(
        code=code, words=CLASS_WORDS[code], is_mine=code == my_class, is_close=code in CLOSE_CLASSES
    )


def _right(rights: Rights, bit: int) -> str:
    return ("r" if rights.reads & bit else "") + ("w" if rights.writes & bit else "") or "-"


def _mark(code: str, words: MarkWords, bit: int) -> Mark:
    hidden = [one for one in CLASSES if in_force().of(one).hidden & bit]
    return Mark(
        code=code,
        words=words,
        hidden_from=enumerated(CLASS_WORDS[one].to for one in hidden),
        shown_to=enumerated(CLASS_WORDS[one].to for one in CLASSES if one not in hidden),
        is_wide=len(hidden) > 1,
    )


def _named(has: Callable[[Rights], bool]) -> list[str]:
    return [CLASS_WORDS[one].said for one in CLASSES if has(in_force().of(one))]
