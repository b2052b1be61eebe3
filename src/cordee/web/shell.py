"""What surrounds every page: who is signed in, where they can go, what waits there, which light and keys they chose."""

import msgspec
from starlette.requests import Request

from cordee.web.navigation import Place, places_for
from cordee.web.own_places import own_places
from cordee.web.site import site_of

THEMES = frozenset({"light", "dark"})
MENU_ROLES_MAX = 4


class OtherRole(msgspec.Struct, frozen=True, kw_only=True):
    """A role the person could act in instead of the present one."""

    id: str
    name: str
    structure: str


class Shell(msgspec.Struct, frozen=True, kw_only=True):
    """The frame of one page for one person; `name` is empty when nobody is signed in.

    `has_one_key` unless they turned the shortcuts of one key off.
    """

    name: str = ""
    role: str = ""
    structure: str = ""
    kind: str = ""
    key: str = ""
    territory: str = ""
    theme: str = ""
    has_one_key: bool = True
    places: tuple[Place, ...] = ()
    own: tuple[Place, ...] = ()
    has_notices: bool = False
    notices: int = 0
    other_roles: tuple[OtherRole, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Return whether the present place stands behind « Plus » on a phone."""
        return any(place.is_here and not place.is_main for place in self.places)


async def shell_of(request: Request, *, counted: bool, requests_waiting: int | None = None) -> Shell:
    """Return the frame for this request; what waits at each place is counted only for a whole page.

    `requests_waiting` is how many requests wait for this person's answer, None when the page does not know.
    """
    chosen = request.cookies.get("theme", "")
    theme = chosen if chosen in THEMES else ""
    has_one_key = request.cookies.get("keys") != "off"
    territory_name = site_of(request).territory.name
    door = getattr(request.state, "door", None)
    if door is None:
        return Shell(territory=territory_name, theme=theme, has_one_key=has_one_key)
    actor = door.actor
    has_notices = not actor.is_officer and bool(actor.reader_class)
    notices, threads = await door.letters.waiting() if counted and has_notices else (0, 0)
    return Shell(
        name=actor.name,
        role=actor.role_label,
        structure=actor.organization_name,
        kind=actor.kind,
        key=actor.id,
        territory=territory_name,
        theme=theme,
        has_one_key=has_one_key,
        places=await places_for(
            door, request.url.path, counted=counted, threads=threads, requests_waiting=requests_waiting
        ),
        has_notices=has_notices,
        notices=notices,
        own=own_places(request, has_notices=has_notices),
        other_roles=await _other_roles(request) if counted else (),
    )


async def _other_roles(request: Request) -> tuple[OtherRole, ...]:
    """Return the roles to switch to, at most MENU_ROLES_MAX: none for most, and in a demonstration."""
    session = getattr(request.state, "session", None)
    if session is None or session.identity_id is None:
        return ()
    accounts = await site_of(request).gate.identities.accounts_of(session.identity_id)
    others = [one for one in accounts if one.id != session.account_id]
    return tuple(
        OtherRole(id=one.id, name=one.role_label or one.name, structure=one.organization_name)
        for one in others[:MENU_ROLES_MAX]
    )
