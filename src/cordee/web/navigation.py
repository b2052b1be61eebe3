"""The places of the rail: a line here is all a new service adds to the navigation."""

import msgspec

from cordee.access import Door
from cordee.care.requests import count_waiting


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One destination; `short` is its word on a phone.

    `waiting` is how many things there are new or late for this person, 0 to say nothing. `is_main` places stand where
    room is scarce: the bar of a phone, the menu under one's name; the others a step further.
    """

    path: str
    word: str
    icon: str
    short: str = ""
    is_here: bool = False
    waiting: int = 0
    is_main: bool = True


_PROFESSIONAL = (
    Place(path="/", word="Aujourd’hui", icon="home"),
    Place(path="/demandes", word="Demandes", icon="phone-incoming"),
    Place(path="/dossiers", word="Mes dossiers", icon="folders", short="Dossiers"),
    Place(path="/agenda", word="Agenda", icon="calendar"),
    Place(path="/taches", word="Tâches", icon="checkbox"),
    Place(path="/messages", word="Messages", icon="messages"),
    Place(path="/annuaire", word="Annuaire", icon="address-book"),
    Place(path="/pilotage", word="Pilotage", icon="chart-line"),
)
_MAIN = frozenset({"/", "/dossiers", "/messages"})
_OFFICER = (
    Place(path="/vie-privee", word="Vie privée", icon="shield-check"),
    Place(path="/vie-privee/signalements", word="Signalements", icon="flag"),
    Place(path="/vie-privee/traces", word="Traces", icon="eye"),
)
_PERSON = (
    Place(path="/mon-espace", word="Mon espace", icon="home-heart"),
    Place(path="/messages", word="Messages", icon="messages"),
)


async def places_for(
    door: Door, path: str, *, counted: bool, threads: int = 0, requests_waiting: int | None = None
) -> tuple[Place, ...]:
    """Return where this person can go, the present place marked; `threads` conversations wait for them.

    `requests_waiting` is how many requests wait for their answer, None when that is still to be counted.
    """
    places = {"professional": _PROFESSIONAL, "officer": _OFFICER}.get(door.actor.kind, _PERSON)
    waiting = await _waiting(door, requests_waiting) if counted and door.actor.kind == "professional" else {}
    waiting["/messages"] = threads
    main = _main(door) if door.actor.kind == "professional" else frozenset(one.path for one in places)
    return tuple(
        msgspec.structs.replace(
            place,
            is_here=_is_here(place.path, path),
            waiting=waiting.get(place.path, 0),
            is_main=place.path in main,
        )
        for place in places
    )


def _main(door: Door) -> frozenset[str]:
    """Return what a phone shows at once: the requests to who answers them, their visits to the others."""
    return _MAIN | {"/demandes" if door.actor.is_coordinator else "/agenda"}


async def _waiting(door: Door, requests_waiting: int | None) -> dict[str, int]:
    return {"/demandes": await count_waiting(door) if requests_waiting is None else requests_waiting}


def _is_here(place: str, path: str) -> bool:
    if place == "/":
        return path in {"/", "/aujourd-hui"}
    if place == "/vie-privee":
        return path == place
    if place == "/mon-espace":
        return path.startswith(("/mon-espace", "/dossiers"))
    if place == "/agenda" and path.startswith("/concertations"):
        return True
    return path == place or path.startswith(f"{place}/")
