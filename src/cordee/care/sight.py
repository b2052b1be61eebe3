"""What a member of a circle sees of its record, in words read from the matrix in force."""

import msgspec

from cordee.access.habilitation import in_force
from cordee.access.matrix import CLOSE_CLASSES
from cordee.care.reader_words import PART_WORDS, enumerated
from cordee.store.categories import CODES

LEFT_OUT_MAX = 4
"""Above, it is shorter to say what is seen."""


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """What a class sees, as a sentence that follows a name, and part by part; empty for who has no class."""

    sentence: str = ""
    writes: str = ""
    reads_only: str = ""
    does_not_see: str = ""


def sight_of(reader_class: str) -> Sight:
    """Return what a class sees. The labels an entry carries may hide it all the same: this speaks of parts."""
    if not reader_class:
        return Sight()
    rights = in_force().of(reader_class)
    unseen = [part for part in PART_WORDS if not rights.reads & CODES[part]]
    seen = [part for part in PART_WORDS if part not in unseen]
    written = [part for part in PART_WORDS if rights.writes & CODES[part]]
    return Sight(
        sentence=_sentence(reader_class, seen, unseen),
        writes=_said(written),
        reads_only=_said([part for part in seen if part not in written]),
        does_not_see=_said(unseen),
    )


def _sentence(reader_class: str, seen: list[str], unseen: list[str]) -> str:
    if len(unseen) > LEFT_OUT_MAX:
        return f"voit seulement {_said(seen)}" if seen else "ne voit rien du dossier"
    left_out = f", sauf {_said(unseen)}" if unseen else ""
    return _whole(reader_class) + left_out


def _whole(reader_class: str) -> str:
    if reader_class == "person":
        return "voit son dossier, sauf ce qui lui est masqué le temps d’une annonce"
    is_close = reader_class in CLOSE_CLASSES
    return "voit ce que le cercle partage avec les proches" if is_close else "voit tout le dossier"


def _said(parts: list[str]) -> str:
    return enumerated(PART_WORDS[part] for part in parts)
