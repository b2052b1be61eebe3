"""The habilitation matrix as a value: what each class of reader reads, writes, is not shown, and may correct."""

from collections.abc import Mapping

import msgspec

from cordee.store.visibility import ALL_LABELS

PROFESSIONAL_CLASSES = ("medical", "nursing", "health", "social", "home_help", "coordination")
CLOSE_CLASSES = ("carer", "guardian", "person")
CLASSES = (*PROFESSIONAL_CLASSES, *CLOSE_CLASSES)
"""Every class of reader, in the order tables show them."""


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """What one class may do in the records it reaches.

    `reads` and `writes` are masks of `store.categories`; `hidden` are the bits of `store.visibility` that hide an entry
    from the class. `corrects_others` lets it change or remove contributions it did not write; `writes_for_others` lets
    it send what somebody else signed; `opens_in_emergency` lets it open a record whose circle it is not in.
    """

    reads: int
    writes: int
    hidden: int
    corrects_others: bool = False
    writes_for_others: bool = False
    opens_in_emergency: bool = False


NO_RIGHTS = Rights(reads=0, writes=0, hidden=ALL_LABELS)


class Matrix(msgspec.Struct, frozen=True):
    """The rights of each class, and the class each professional role belongs to. What is not in it has no right.

    An access opened in an emergency lasts `emergency_hours`.
    """

    rights: Mapping[str, Rights]
    class_of_role: Mapping[str, str]
    emergency_hours: int

    def of(self, reader_class: str) -> Rights:
        """Return the rights of a class; none for a class that is not known."""
        return self.rights.get(reader_class, NO_RIGHTS)
