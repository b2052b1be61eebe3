"""What a structure of the territory offers, as its pack says it: the needs answered, when, for whom."""

from typing import Annotated

import msgspec
from msgspec import Meta

_NEED = Meta(
    pattern=r"^[a-z]+(-[a-z]+)*$",
    extra={
        "fr": "Écrivez un besoin de la liste, comme « respite ».",
        "en": "Write a need of the list, such as “respite”.",
    },
)
Need = Annotated[str, _NEED]


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Days (mon to sun) and hours of the same opening; without hours, day and night."""

    days: tuple[str, ...]
    start: str = ""
    end: str = ""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One offer of one organisation.

    `places` free and `wait` are what the demonstration declares, `declared` days ago; 0 days: nobody declared anything.
    """

    organisation: str
    name: str
    needs: tuple[Need, ...]
    about: str = ""
    audience: str = ""
    opening: tuple[Opening, ...] = ()
    places: int = 0
    declared: int = 0
    wait: str = ""
