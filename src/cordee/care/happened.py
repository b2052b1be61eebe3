"""One thing that happened in a record, as a sentence is made of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from cordee.care.notebook.contents import Piece


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What happened: `did` completes "Nadia Idrissi …", `noun` names it by itself, `part` is the page that shows it."""

    kind: str
    did: str
    noun: str
    detail: str = ""
    part: str = ""
    is_urgent: bool = False
    photos: tuple[Piece, ...] = ()
    happens_at: datetime | None = None


Teller = Callable[[Any, Any, bool], Happening | None]
"""Says what one resource means to a reader of a chart; the last argument tells whether this is its first version."""
