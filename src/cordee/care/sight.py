"""What a member of a circle sees of its record, in a sentence read from the matrix in force."""

from cordee.access.habilitation import reads_of
from cordee.access.matrix import CLOSE_CLASSES
from cordee.care.reader_words import PART_WORDS, enumerated
from cordee.store.categories import CODES

LEFT_OUT_MAX = 4
"""Above, it is shorter to say what is seen."""


def what_a_class_sees(reader_class: str) -> str:
    """Return what a class sees, as a sentence that follows a name; empty for who has no class.

    The labels an entry carries may hide it all the same: the sentence speaks of the parts of a record.
    """
    if not reader_class:
        return ""
    reads = reads_of(reader_class)
    left_out = [name for name, bit in CODES.items() if not reads & bit]
    if len(left_out) > LEFT_OUT_MAX:
        seen = [words for name, words in PART_WORDS.items() if name not in left_out]
        return f"voit seulement {enumerated(seen)}" if seen else "ne voit rien du dossier"
    return _whole(reader_class) + _except(left_out)


def _whole(reader_class: str) -> str:
    if reader_class == "person":
        return "voit son dossier, sauf ce qui lui est masqué le temps d’une annonce"
    is_close = reader_class in CLOSE_CLASSES
    return "voit ce que le cercle partage avec les proches" if is_close else "voit tout le dossier"


def _except(left_out: list[str]) -> str:
    return f", sauf {enumerated(PART_WORDS[name] for name in left_out)}" if left_out else ""
