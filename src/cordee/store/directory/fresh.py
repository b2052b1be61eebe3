"""What a transaction just wrote of the directory: as it is, without asking the database for it again."""

from collections.abc import Iterable
from typing import NamedTuple

from cordee.fhir.json_value import Json
from cordee.store.directory.entry import KINDS

SETTLED_TYPES = frozenset({*KINDS, "Practitioner", "Location"})


class Fresh(NamedTuple):
    """One resource as it was just written; no content when it was deleted."""

    key: int
    type: str
    id: str
    content: Json | None


class Known:
    """The contents at hand, by key and by reference; the others are to be asked for."""

    def __init__(self, written: Iterable[Fresh] = ()) -> None:
        self.by_key: dict[int, Fresh] = {}
        self.by_reference: dict[str, Json | None] = {}
        for one in written:
            self.by_key[one.key] = one
            self.by_reference[f"{one.type}/{one.id}"] = one.content
